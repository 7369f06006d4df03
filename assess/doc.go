// Package assess applies written law to recorded facts and explains itself.
//
// A rule pack is a YAML file of typed tables that a lawyer can read and change:
// threshold rows, proportional sums, scaled rows and first-match decision tables.
// A pack names its version, jurisdiction and time of validity, cites a source for
// every row and says how firmly the row stands on it.
//
// A function of this package takes a pack and facts and gives a finding: the
// answer, every step that led to it with the values it saw, the citations, the
// version of the pack and what would change the answer. The steps carry enough to
// compute the answer again without the pack (Replay).
//
//   - Seriousness: Interpretation 2017 (Fa Shi [2017] No. 10), articles 5, 6, 10, 11.
//   - Disclosure: four ways to judge handling of public personal information.
//   - Circulation: a proposal on data sharing, shown as such.
//   - Breach: what the organization that lost data owes, to whom and by when.
//   - Clauses: what findings and orders may cite.
//
// A finding supports a person who decides; it is neither legal advice nor a
// decision. Items that the law leaves open are offered and never decided.
//
// Everything here is pure: values in, values out; no clock, no I/O, no floats.
// Packs are immutable once loaded and safe for concurrent use. Errors name the
// field and the reason and never repeat a value.
package assess
