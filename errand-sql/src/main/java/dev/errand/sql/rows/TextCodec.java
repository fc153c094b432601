package dev.errand.sql.rows;

/**
 * Texts as a database takes them. Java's may hold anything; what a database refuses is written in
 * another way, and read back as it was.
 */
public interface TextCodec {
  /** For a database that takes everything. */
  TextCodec PLAIN =
      new TextCodec() {
        @Override
        public String encode(String text) {
          return text;
        }

        @Override
        public String decode(String kept) {
          return kept;
        }
      };

  /** The text as it is kept. */
  String encode(String text);

  /** The text that was kept as this. */
  String decode(String kept);
}
