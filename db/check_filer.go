package db

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
)

const (
	allRatings     = `SELECT id, incident_id, report_id, closed_at, confirmed, rating::int8, at FROM satisfaction WHERE incident_id = ANY ($1::uuid[])`
	allWithdrawals = `SELECT r.incident_id, w.report_id, w.at FROM report_withdrawal w JOIN report r ON r.id = w.report_id WHERE r.incident_id = ANY ($1::uuid[])`
)

type withdrawalRow struct {
	Incident, Report uuid.UUID
	At               time.Time
}

// queueFilerActs loads what filers did after filing.
func queueFilerActs(b *pgx.Batch, of []uuid.UUID, held map[uuid.UUID]*heldCase) {
	collect(b, allRatings, of, func(r record.Satisfaction) error {
		held[r.Incident].filed = append(held[r.Incident].filed, ratedKey(r))
		return nil
	})
	collect(b, allWithdrawals, of, func(r withdrawalRow) error {
		held[r.Incident].filed = append(held[r.Incident].filed, withdrawnKey(r.Report, r.At))
		return nil
	})
}

// filers compares ratings and withdrawals with what the events say of them.
func (c *caseChecks) filers(h *heldCase, events []record.Event) {
	var said []string
	for _, e := range events {
		if e.Facts.Rated != nil {
			said = append(said, ratedKey(*e.Facts.Rated))
		}
		if e.Kind == "report.withdrawn" {
			said = append(said, withdrawnKey(e.Facts.Report, e.At))
		}
	}
	slices.Sort(said)
	slices.Sort(h.filed)
	c.filed.note(!slices.Equal(said, h.filed), h.world.Incident.Reference)
}

func ratedKey(r record.Satisfaction) string {
	return fmt.Sprintf("rated %s %s %d %s %d %d", r.ID, r.Report, r.ClosedAt.UnixMicro(), r.Confirmed, r.Rating, r.At.UnixMicro())
}

func withdrawnKey(report uuid.UUID, at time.Time) string {
	return fmt.Sprintf("withdrawn %s %d", report, at.UnixMicro())
}
