/**
 * Random scripts of all verbs, run against a real manager in virtual time with a small reference
 * model at its side: after each operation everything that the manager says, and everything that its
 * sinks got, has to be what the contract says. A script that fails is shrunk to a short one and
 * printed. Begin with {@link dev.errand.model.RandomScripts}; the rules are in {@link
 * dev.errand.model.Model} and {@link dev.errand.model.ModelMail}.
 */
package dev.errand.model;
