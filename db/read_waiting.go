package db

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"gongzhi/publication"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// Waiting lists what waits for the actor as second person: acts on cases,
// wordings for the public and changes of the organisation. Of cases only those
// that the actor sees count, and nobody's own proposal is theirs to decide.
func (r *Reader) Waiting(ctx context.Context) ([]workflow.Waiting, error) {
	if len(r.o.Env().Org.PostsServed(r.actor.Person, r.now)) == 0 {
		return nil, nil
	}
	all := []workflow.Waiting{}
	for _, part := range []func(context.Context) ([]workflow.Waiting, error){r.waitingActs, r.waitingWordings, r.waitingOrganisation} {
		list, err := part(ctx)
		if err != nil {
			return nil, wrap("waiting for a second person", err)
		}
		all = append(all, list...)
	}
	workflow.SortWaiting(all)
	return all, nil
}

type waitingRow struct {
	Act, Reference, Title string
	Proposal              uuid.UUID
	By                    string
	At                    time.Time
	DueAt                 *time.Time
}

func (r waitingRow) of(kind string) workflow.Waiting {
	return workflow.Waiting{
		Kind: kind, Act: r.Act, Reference: r.Reference, Title: r.Title, Proposal: r.Proposal, ProposedBy: r.By, At: r.At, DueAt: r.DueAt,
	}
}

// mine is the list of posts that the person $1 answers for now.
const mine = `ANY (ARRAY(SELECT post_id FROM post_answer WHERE person_id = $1))`

// waitingActs are proposals whose duty to decide lies at a post of the actor,
// who neither proposed them nor leads the case.
func (r *Reader) waitingActs(ctx context.Context) ([]workflow.Waiting, error) {
	q := asPerson(r.actor.Person, `SELECT o.action, i.reference, coalesce(x.body, ''), o.id, coalesce(n.name, ''), o.at, d.due_at
		FROM duty d JOIN proposal o ON o.chain = d.chain AND o.state = 'open' JOIN incident i ON i.id = d.incident_id
		LEFT JOIN incident_text x ON x.incident_id = i.id AND x.field = 'title' LEFT JOIN person n ON n.id = o.proposed_by
		WHERE d.ended_at IS NULL AND d.kind = 'proposal_decision' AND d.post_id = `+mine+` AND o.proposed_by <> $1
		AND NOT EXISTS (SELECT FROM duty l WHERE l.chain = i.lead_chain AND l.ended_at IS NULL AND l.post_id = `+mine+`)
		AND `+sees+` ORDER BY d.due_at, d.chain`).first(maxPage)
	return r.waiting(ctx, q, workflow.WaitingCase)
}

// waitingWordings are versions that the actor may clear, by the same table as
// publication.Decide.
func (r *Reader) waitingWordings(ctx context.Context) ([]workflow.Waiting, error) {
	agencies, leads := r.clears()
	if len(agencies)+len(leads) == 0 {
		return nil, nil
	}
	q := asPerson(r.actor.Person, `SELECT '`+string(publication.Clear)+`', i.reference, v.title, i.id, coalesce(n.name, ''), v.proposed_at, NULL::timestamptz
		FROM publication p JOIN publication_version v ON v.incident_id = p.incident_id AND v.number = p.pending
		JOIN incident i ON i.id = p.incident_id LEFT JOIN person n ON n.id = v.proposer
		WHERE p.pending > 0 AND v.cleared_at IS NULL AND v.proposer <> $1 AND `+sees).
		add(` AND (i.agency_id = ANY (?::uuid[])`, agencies).
		add(` OR EXISTS (SELECT FROM duty l WHERE l.chain = i.lead_chain AND l.ended_at IS NULL AND l.post_id = ANY (?::uuid[])))`, leads).
		add(` ORDER BY v.proposed_at, i.id`).first(maxPage)
	return r.waiting(ctx, q, workflow.WaitingPublication)
}

func (r *Reader) waiting(ctx context.Context, q *query, kind string) ([]workflow.Waiting, error) {
	rows, err := list[waitingRow](ctx, r.db.pool, q)
	items := make([]workflow.Waiting, 0, len(rows))
	for _, row := range rows {
		items = append(items, row.of(kind))
	}
	return items, err
}

// clears are the agencies and the leading posts whose wordings the actor may
// clear, as the policy grants it to a colleague and to a post above.
func (r *Reader) clears() (agencies, leads []uuid.UUID) {
	org := r.o.Env().Org
	below := belowOf(org)
	for _, p := range org.PostsServed(r.actor.Person, r.now) {
		if roles.Granted(p.Class, []roles.Relation{roles.Colleague}, roles.ClearPublic) {
			agencies = append(agencies, p.Agency)
		}
		if roles.Granted(p.Class, []roles.Relation{roles.Above}, roles.ClearPublic) {
			leads = append(leads, below[p.ID]...)
		}
	}
	return agencies, leads
}

// waitingOrganisation are proposals on the organisation that concern the actor
// as second person; of all others nothing is known.
func (r *Reader) waitingOrganisation(ctx context.Context) ([]workflow.Waiting, error) {
	w, err := r.db.OrgWorld(ctx)
	if err != nil {
		return nil, err
	}
	env, items := r.env(), []workflow.Waiting{}
	for _, p := range w.Proposals {
		if !workflow.MayDecideOrg(p, r.actor, env) {
			continue
		}
		var args workflow.OrgArgs
		if err := json.Unmarshal(p.Args, &args); err != nil {
			return nil, err
		}
		by, _ := env.Org.Person(p.ProposedBy)
		items = append(items, workflow.Waiting{
			Kind: workflow.WaitingOrganisation, Act: p.Act, Proposal: p.ID, Pack: packNamed(args), ProposedBy: by.Name, At: p.At,
		})
	}
	return items, nil
}

func packNamed(args workflow.OrgArgs) string {
	if args.Pack == "" {
		return ""
	}
	return args.Pack + " " + args.Version
}
