// Package foreign lets software that is not ours read our log: transparency-dev
// merkle and formats, and tessera's client and fsck.
package foreign

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	formatlog "github.com/transparency-dev/formats/log"
	formatnote "github.com/transparency-dev/formats/note"
	formatproof "github.com/transparency-dev/formats/proof"
	formatwitness "github.com/transparency-dev/formats/witness"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"

	"gongzhi/ledger"
	"gongzhi/ledger/ledgertest"
	"gongzhi/ledger/mirror"
)

// hashEntries turns a bundle into leaf hashes by tessera's own reader.
func hashEntries(bundle []byte) ([][]byte, error) {
	var b api.EntryBundle
	if err := b.UnmarshalText(bundle); err != nil {
		return nil, err
	}
	hashes := make([][]byte, len(b.Entries))
	for i, entry := range b.Entries {
		hashes[i] = rfc6962.DefaultHasher.HashLeaf(entry)
	}
	return hashes, nil
}

func check(t *testing.T, log *ledgertest.Log, f fsck.Fetcher) error {
	t.Helper()
	return fsck.New(ledgertest.Origin, log.Verifier, f, hashEntries, fsck.Opts{N: 2}).Check(context.Background())
}

// TestTesseraFsck checks logs of telling sizes over HTTP and as a mirror's
// folder, and refuses them when a tile or entry is changed.
func TestTesseraFsck(t *testing.T) {
	for _, events := range []int{1, 255, 256, 257, 3000} {
		log := ledgertest.NewLog(t, 1)
		log.Events.AddMany(events)
		log.Next(t)
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, kind, _, err := ledger.Serve(r.Context(), log.Memory, r.URL.Path[1:])
			if err != nil {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Content-Type", kind)
			_, _ = w.Write(body)
		}))
		t.Cleanup(server.Close)
		root, err := url.Parse(server.URL + "/")
		require.NoError(t, err)
		web, err := client.NewHTTPFetcher(root, http.DefaultClient)
		require.NoError(t, err)
		require.NoError(t, check(t, log, web))

		dir := t.TempDir()
		_, _, err = mirror.Mirror{From: log.Memory, Dir: dir, Policy: log.Trust()}.Run(context.Background())
		require.NoError(t, err)
		require.NoError(t, check(t, log, client.FileFetcher{Root: dir}))

		require.NoError(t, ledger.AllTiles(log.Next(t).Head.Size, func(tile ledger.Tile) error {
			name := filepath.Join(dir, filepath.FromSlash(tile.Path()))
			good, err := os.ReadFile(name)
			if err != nil {
				return nil // a tile of the newer state
			}
			bad := append([]byte{}, good...)
			bad[len(bad)/2] ^= 1
			require.NoError(t, os.WriteFile(name, bad, 0o600))
			require.Error(t, check(t, log, client.FileFetcher{Root: dir}), tile.Path())
			return os.WriteFile(name, good, 0o600)
		}))
	}
}

// TestProofsByMerkle verifies our proofs with transparency-dev/merkle, and
// verifies tessera's proofs over our tiles.
func TestProofsByMerkle(t *testing.T) {
	ctx := context.Background()
	log := ledgertest.NewLog(t, 3)
	log.Events.AddMany(700)
	old := log.Next(t).Head
	log.Events.AddMany(300)
	head := log.Next(t).Head
	tiles := func(ctx context.Context, level, index uint64, p uint8) ([]byte, error) {
		tile := ledger.Tile{Level: int(level), N: int64(index), W: int(p)}
		if p == 0 {
			tile.W = ledger.FullWidth
		}
		return log.Memory.Fetch(ctx, tile.Path())
	}
	builder, err := client.NewProofBuilder(ctx, uint64(head.Size), tiles)
	require.NoError(t, err)
	for index := int64(0); index < head.Size; index += 37 {
		ours, err := ledger.Inclusion(ctx, log.Memory, head, index)
		require.NoError(t, err)
		theirs, err := builder.InclusionProof(ctx, uint64(index))
		require.NoError(t, err)
		path := raw(ours)
		require.Equal(t, theirs, path)
		leaf := leafAt(t, log, head.Size, index)
		hash := rfc6962.DefaultHasher.HashLeaf(leaf.Bytes())
		require.NoError(t, proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(index), uint64(head.Size), hash, path, head.Root[:]))
		path[0][0] ^= 1
		require.Error(t, proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(index), uint64(head.Size), hash, path, head.Root[:]))
	}
	consistency, err := ledger.Consistency(ctx, log.Memory, head, old.Size)
	require.NoError(t, err)
	require.NoError(t, proof.VerifyConsistency(rfc6962.DefaultHasher, uint64(old.Size), uint64(head.Size), raw(consistency), old.Root[:], head.Root[:]))
}

func raw[H ~[32]byte](hashes []H) [][]byte {
	out := make([][]byte, len(hashes))
	for i, h := range hashes {
		out[i] = append([]byte{}, h[:]...)
	}
	return out
}

func leafAt(t *testing.T, log *ledgertest.Log, size, index int64) ledger.Leaf {
	t.Helper()
	n := index / ledger.FullWidth
	tile := ledger.Tile{Level: ledger.Entries, N: n, W: int(min(size-n*ledger.FullWidth, ledger.FullWidth))}
	data, err := log.Memory.Fetch(context.Background(), tile.Path())
	require.NoError(t, err)
	leaves, err := ledger.ParseBundle(data, tile.W)
	require.NoError(t, err)
	return leaves[index%ledger.FullWidth]
}

// TestForms reads checkpoint, cosignature, policy and proof file with
// transparency-dev/formats.
func TestForms(t *testing.T) {
	ctx := context.Background()
	log := ledgertest.NewLog(t, 4)
	pos := log.Events.Add(t, 1, 1)
	head := log.Next(t).Head
	signed, err := log.Memory.Published(ctx)
	require.NoError(t, err)
	private, _ := ledgertest.Key(t, "witness.example", 20)
	ours, err := ledger.NewCosigner(private, func() time.Time { return ledgertest.Epoch })
	require.NoError(t, err)
	theirs, err := formatnote.NewVerifierForCosignatureV1(ours.VerifierKey())
	require.NoError(t, err)
	n, err := note.Open(signed, note.VerifierList(log.Verifier))
	require.NoError(t, err)
	signed, err = note.Sign(n, ours)
	require.NoError(t, err)

	cp, _, opened, err := formatlog.ParseCheckpoint(signed, ledgertest.Origin, log.Verifier, theirs)
	require.NoError(t, err)
	require.Equal(t, uint64(head.Size), cp.Size)
	require.Equal(t, head.Root[:], cp.Hash)
	require.Len(t, opened.Sigs, 2)
	at, err := formatnote.CoSigV1Timestamp(opened.Sigs[1])
	require.NoError(t, err)
	require.True(t, at.Equal(ledgertest.Epoch))

	foreignSigner, err := formatnote.NewSignerForCosignatureV1(private)
	require.NoError(t, err)
	byThem, err := note.Sign(&note.Note{Text: n.Text, Sigs: n.Sigs}, foreignSigner)
	require.NoError(t, err)
	text := "witness w " + ours.VerifierKey() + " https://witness.example/\nquorum w\n"
	policy, err := ledger.ParsePolicy([]byte("log " + log.Public + "\n" + text))
	require.NoError(t, err)
	require.True(t, ledger.Sealed(byThem, policy), "we accept their cosignature")
	group, err := formatwitness.ParsePolicy([]byte("log " + log.Public + "\n" + text))
	require.NoError(t, err)
	require.True(t, group.Satisfied(signed), "they accept ours")

	p, err := ledger.NewProof(ctx, log.Memory, signed, log.Memory.Index[pos], ledgertest.CaseKey(1), ledgertest.Event(t, 1, 1))
	require.NoError(t, err)
	file, err := p.Marshal()
	require.NoError(t, err)
	var foreign formatproof.TLogProof
	require.NoError(t, foreign.Unmarshal(file))
	require.Equal(t, uint64(p.Index), foreign.Index)
	require.Equal(t, string(file), string(foreign.Marshal()))
}
