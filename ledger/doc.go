// Package ledger is the log that outsiders can check. Every event of a case is
// a leaf of an append-only RFC 6962 Merkle tree; the tree is published in the
// C2SP tlog-tiles form under signed checkpoints, which witnesses cosign.
//
// A leaf says nothing to a stranger: it is a label, which only a holder of the
// case's key can compute, and a salted commitment to the event's canonical
// bytes. Who holds the event, its salt and a proof can show that it was logged;
// who holds the case's key can also show that no further act was. Destroying
// the salt erases an event without touching the tree.
//
// The package decides and verifies. It keeps nothing: tiles and heads go
// through Storage, events come from a Source, keys are handed in.
//
// Forms: c2sp.org/tlog-tiles, tlog-checkpoint, tlog-cosignature, tlog-proof,
// tlog-policy, signed-note; hashing as in RFC 6962 section 2.1.
package ledger
