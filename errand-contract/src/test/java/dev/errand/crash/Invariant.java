package dev.errand.crash;

/** What must hold across crashes, each with its clause. */
enum Invariant {
  REGISTRATION_KEPT("J1 a registration that was acknowledged is not lost"),
  OUTCOME_KEPT("J1 an outcome that was recorded stays, and is the one the body had"),
  NOTHING_FROM_REFUSED("A3 a registration that was refused has left nothing"),
  NO_ID_TWICE("A2 run ids and automatic ids are given out once"),
  ID_WHILE_PENDING("A2 a preferred id is not given again while anything of it is pending"),
  KEY_KNOWN("A8 an idempotency key finds the run it was used for"),
  OWNER_ONLY("F2 a delivery goes to the owner of its job"),
  ONE_DELIVERY_ID("F7 every duplicate has the same delivery id"),
  NOT_AFTER_ACKNOWLEDGEMENT("F12 nothing comes after it was acknowledged or consumed"),
  NOT_AFTER_SUCCESS("J3 what was accepted comes again only if the process died over it"),
  EVERYTHING_DELIVERED("J3 every outcome is delivered, acknowledged, or not wanted"),
  HELD_BACK("A1 what is held from the start is not delivered"),
  ONE_AT_A_TIME("F16 a delivery is handed out to one at a time"),
  RUN_ONCE("J2 nothing runs twice but what may be run again"),
  TRULY_LOST("J2 a run is lost only if its process died over it and it may not run again"),
  NOTHING_LEFT_RUNNING("J2 nothing stays queued or running"),
  ROW_KEPT("H1 a row is kept for its retention"),
  ONE_ATTEMPT_ONE_WORKER("K1 each attempt is that of one worker"),
  FENCED("K1 what an older attempt says at last is refused"),
  ALIVE("K2 a worker that is alive and can be heard of is not taken for dead"),
  STRANGERS("E2 a foreign filter changes nothing"),
  LIVES("the lives themselves end as they should");

  final String title;

  Invariant(String title) {
    this.title = title;
  }
}
