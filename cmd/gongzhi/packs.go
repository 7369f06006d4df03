package main

import (
	"context"
	"encoding/hex"

	"fmt"

	"gongzhi/assess"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// refreshPacks reads the adopted rule packs where there are more of them than
// before. A pack that cannot be read any more keeps the earlier ones counting.
func (a *app) refreshPacks(ctx context.Context) error {
	n, err := a.db.CountAdopted(ctx)
	if err != nil {
		return err
	}
	if a.packs.Load() != nil && a.adopted.Load() == n {
		return nil
	}
	texts, err := a.db.AdoptedPacks(ctx)
	if err != nil {
		return err
	}
	var packs []assess.Pack
	for _, text := range texts {
		p, err := assess.Load(text, "adopted pack")
		if err != nil {
			return fmt.Errorf("an adopted rule pack: %w", err)
		}
		packs = append(packs, p)
	}
	shelf, err := assess.NewShelf(assess.Default(), packs...)
	if err != nil {
		return err
	}
	a.packs.Store(shelf)
	a.adopted.Store(n)
	return nil
}

// packDesk offers rule packs for adoption and reads what they would change.
type packDesk struct{ *app }

// Offer keeps a pack whose own cases pass and that can be adopted, and gives its
// hash. What it refuses names file, line and column.
func (d packDesk) Offer(ctx context.Context, actor roles.Actor, text []byte) (string, error) {
	if !workflow.MayAdoptPacks(actor, d.env()) {
		return "", record.Refuse(record.Forbidden, "", "not_yours", "this act is for somebody else")
	}
	return d.offer(ctx, text, "pack")
}

func (d packDesk) offer(ctx context.Context, text []byte, name string) (string, error) {
	p, err := assess.Load(text, name)
	if err == nil {
		err = d.packs.Load().Fits(p)
	}
	if err != nil {
		return "", record.Refuse(record.Invalid, "pack", "pack_refused", err.Error())
	}
	for _, r := range assess.RunCases(p) {
		if !r.Passed() {
			return "", record.Refuse(record.Invalid, "pack", "pack_refused", fmt.Sprintf("case %q: %s", r.Name.En, r.Differences[0]))
		}
	}
	hash, err := d.db.OfferPack(ctx, text, d.clock.Now())
	return hex.EncodeToString(hash), err
}

// Offered reads an offered pack, or fails with record.ErrNotFound.
func (d packDesk) Offered(ctx context.Context, hash string) (assess.Pack, error) {
	raw, err := hex.DecodeString(hash)
	if err != nil {
		return nil, record.ErrNotFound
	}
	text, ok, err := d.db.OfferedPack(ctx, raw)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, record.ErrNotFound
	}
	return assess.Load(text, "offered pack")
}

// Recent lists the hashes of what was offered, newest first.
func (d packDesk) Recent(ctx context.Context) ([]string, error) {
	raw, err := d.db.OfferedPacks(ctx, 20)
	var list []string
	for _, h := range raw {
		list = append(list, hex.EncodeToString(h))
	}
	return list, err
}

// Past reads findings that a pack would judge anew.
func (d packDesk) Past(ctx context.Context, actor roles.Actor, p assess.Pack, after record.ID, limit int) ([]workflow.PastFinding, error) {
	h := p.Head()
	return d.db.PastFindings(ctx, actor, string(h.Kind), h.Jurisdiction, after, limit)
}

// CountPast counts them.
func (d packDesk) CountPast(ctx context.Context, p assess.Pack) (int64, error) {
	return d.db.CountFindings(ctx, string(p.Head().Kind), p.Head().Jurisdiction)
}

// Adopt proposes the adoption of an offered pack.
func (d packDesk) Adopt(ctx context.Context, actor roles.Actor, hash string) error {
	p, err := d.Offered(ctx, hash)
	if err != nil {
		return err
	}
	if err := d.packs.Load().Fits(p); err != nil {
		return record.Refuse(record.Invalid, "pack", "pack_refused", err.Error())
	}
	_, err = d.staff.Act(ctx, workflow.OrgCommand{Actor: actor, Act: workflow.AdoptPack,
		Args: workflow.OrgArgs{Pack: p.Head().ID, Version: p.Head().Version, Hash: hash}})
	return err
}

// May reports whether the actor may propose an adoption.
func (d packDesk) May(actor roles.Actor) bool { return workflow.MayAdoptPacks(actor, d.env()) }
