package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"time"

	"gongzhi/demo"
	"gongzhi/frontend"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/vault"
)

// drafts keeps unfinished reports sealed; the code that finds one is known to
// its writer alone.
type drafts struct{ *app }

const draftLife = frontend.DraftHours * time.Hour

func (d drafts) hash(code string) []byte { return d.vault.LookupHash("draft", code) }

func (d drafts) where(code string) vault.Where {
	return vault.Where{Table: "draft", Column: "body", Row: hex.EncodeToString(d.hash(code))}
}

// New keeps a first draft under a fresh code.
func (d drafts) New(ctx context.Context, draft []byte) (string, error) {
	code := rand.Text()
	err := d.db.NewDraft(ctx, d.hash(code), d.vault.Seal(draft, d.where(code)), d.clock.Now().Add(draftLife))
	return code, err
}

// Load opens a draft, or fails with frontend.ErrNoDraft.
func (d drafts) Load(ctx context.Context, code string) ([]byte, error) {
	sealed, err := d.db.LoadDraft(ctx, d.hash(code), d.clock.Now())
	if err != nil {
		return nil, noDraft(err)
	}
	return d.vault.Open(sealed, d.where(code))
}

// Save replaces a draft and names its files, so that those of an abandoned one
// can be found and deleted.
func (d drafts) Save(ctx context.Context, code string, draft []byte, files []record.ID) error {
	names := make([]string, len(files))
	for i, id := range files {
		names[i] = id.String()
	}
	now := d.clock.Now()
	return noDraft(d.db.SaveDraft(ctx, d.hash(code), d.vault.Seal(draft, d.where(code)), names, now, now.Add(draftLife)))
}

// Delete drops a draft that was filed.
func (d drafts) Delete(ctx context.Context, code string) error {
	return d.db.DropDraft(ctx, d.hash(code))
}

func noDraft(err error) error {
	if errors.Is(err, record.ErrNotFound) {
		return frontend.ErrNoDraft
	}
	return err
}

const sweepDrafts = 100

// sweep deletes expired drafts with the files that no report came to name.
func (d drafts) sweep(ctx context.Context) (more bool, err error) {
	files, err := d.db.SweepDrafts(ctx, d.clock.Now(), sweepDrafts)
	for _, id := range files {
		err = errors.Join(err, d.evidence.Delete(ctx, id))
	}
	return false, err
}

// noticeDesk marks what somebody was told as read.
type noticeDesk struct{ *app }

// MarkAllRead implements frontend.Notices.
func (n noticeDesk) MarkAllRead(ctx context.Context, actor roles.Actor) error {
	now := n.clock.Now()
	return n.door.As(actor, now).MarkRead(ctx, now)
}

// demoSignIns is what the sign-in page of a demonstration lists.
func (a *app) demoSignIns() []frontend.DemoAccount {
	if !a.demo {
		return nil
	}
	var list []frontend.DemoAccount
	for _, d := range demo.Accounts() {
		list = append(list, frontend.DemoAccount{Role: string(d.Role), Post: d.Post, Name: d.Name, Email: d.Email, Password: d.Password})
	}
	return list
}
