package ledger

import "encoding/binary"

// PaddingKey makes the leaves that stand for no event. They follow from the key
// and the index alone, so that the operator can show an auditor that a leaf is
// padding, and cannot pass off an event's leaf as padding later. It never
// prints.
type PaddingKey [32]byte

// String hides the key.
func (PaddingKey) String() string { return "***" }

// GoString hides the key.
func (PaddingKey) GoString() string { return "***" }

// Leaf is the padding at an index of the log, counted from 0. Without the key
// it cannot be told from the leaf of an event.
func (k PaddingKey) Leaf(index int64) Leaf {
	return Leaf{Label: k.part("label", index), Commitment: k.part("commitment", index)}
}

// Is tells whether the leaf at an index is padding of this key.
func (k PaddingKey) Is(index int64, l Leaf) bool { return l == k.Leaf(index) }

func (k PaddingKey) part(name string, index int64) [32]byte {
	message := binary.BigEndian.AppendUint64([]byte("gongzhi padding v1\x00"+name+"\x00"), uint64(index))
	return keyed(k[:], message)
}
