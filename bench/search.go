package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"gongzhi/search"
	"gongzhi/workflow"
)

// searching measures text search at size, through the readers' door, against
// trigrams, and what keeping the index costs the filings.
func searching(ctx context.Context, o options, t *table) error {
	s, err := open(ctx, o)
	if err != nil {
		return err
	}
	defer s.close() //nolint:errcheck // the run's folder only
	n, m := sizes(o)
	texts := m
	if o.texts > 0 {
		texts = min(o.texts, m)
	}
	small, err := s.library(ctx, n, n)
	if err != nil {
		return err
	}
	large, err := s.library(ctx, m, texts)
	if err != nil || s.make {
		return err
	}
	if s.wants("13") {
		if err := s.searchLarge(ctx, large, texts, t); err != nil {
			return err
		}
	}
	if s.wants("14") {
		if err := s.againstTrigrams(ctx, small, n, t); err != nil {
			return err
		}
	}
	if s.wants("15") {
		return s.indexCost(ctx, t)
	}
	return nil
}

// The words of made-up texts, from common to rare.
var (
	han     = strings.Fields("信息 个人 平台 用户 数据 泄露 出售 骑手 健康 快递 电话 住址 证件 照片 学生 医院 贷款 酒店 订单 群聊 截图 代理 培训 机构 物业 房产 保险 社保 车主 行踪 通话 记录 收费 会员 密码 指纹 人脸 门禁 招聘 简历 超过范围 身份证号 银行账户 行踪轨迹 人脸识别 强制授权 未经同意 精准营销 撞库攻击 内部人员")
	english = strings.Fields("records names phone leak seller hospital student address photo platform account order insurance hotel courier password biometric loan resume consent broker scraping gateway backup vendor")
)

// zipf picks the first words most often.
func zipf(rng *rand.Rand, words []string) string {
	return words[int(float64(len(words))*rng.Float64()*rng.Float64()*rng.Float64())]
}

func prose(rng *rand.Rand) string {
	var b strings.Builder
	for n := range 60 {
		if n%4 == 3 {
			b.WriteString(" " + zipf(rng, english) + " ")
		} else {
			b.WriteString(zipf(rng, han))
		}
	}
	return b.String()
}

// library is a history whose newest cases can be found: each has a text of two
// made-up halves, of which there are a thousand.
func (s *stage) library(ctx context.Context, cases, texts int) (string, error) {
	database, err := s.history(ctx, cases)
	if err != nil {
		return "", err
	}
	return database, s.once(ctx, fmt.Sprintf("cases_%d", cases), fmt.Sprintf("library_%d", texts), func(string) error {
		if err := errors.Join(s.spared(), halves(ctx, database)); err != nil {
			return err
		}
		return sql(ctx, database, `TRUNCATE search_doc`, `DROP INDEX IF EXISTS search_doc_tokens`, fmt.Sprintf(`INSERT INTO search_doc (incident_id, audience, tokens, body_lower, at)
SELECT i.id, 'agency', a.tokens || b.tokens || array_to_tsvector(ARRAY[to_char(i.received_at AT TIME ZONE 'Asia/Shanghai', '"@"YYYY-MM')]), a.body || ' ' || b.body, i.received_at
FROM (SELECT id, received_at, row_number() OVER (ORDER BY received_at DESC) AS n FROM incident ORDER BY received_at DESC LIMIT %d) i
JOIN bench_half a ON a.n = i.n %% 1000 JOIN bench_half b ON b.n = (i.n * 7919 + i.n / 1000) %% 1000 ORDER BY i.n DESC`, texts),
			`SET maintenance_work_mem = '512MB'; CREATE INDEX search_doc_tokens ON search_doc USING gin (tokens)`, `VACUUM ANALYZE search_doc`, `CHECKPOINT`)
	})
}

func halves(ctx context.Context, database string) error {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck
	if _, err := conn.Exec(ctx, `DROP TABLE IF EXISTS bench_half; CREATE TABLE bench_half (n int PRIMARY KEY, tokens tsvector, body text)`); err != nil {
		return err
	}
	rng := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same texts each time
	b := &pgx.Batch{}
	for n := range 1000 {
		text := prose(rng)
		b.Queue(`INSERT INTO bench_half VALUES ($1, array_to_tsvector($2::text[]), $3)`, n, search.Tokens(text), search.Fold(text))
	}
	return conn.SendBatch(ctx, b).Close()
}

var queries = []struct{ what, text string }{
	{"two Han characters", "人脸"},
	{"two Han characters, common", "信息"},
	{"four Han characters", "行踪轨迹"},
	{"English word", "scraping"},
	{"Han word and English word", "撞库攻击 gateway"},
	{"word that never occurs", "鲸鱼"},
	{"three common words that seldom meet", "broker 门禁 密码"},
	{"phrase of common characters", "平台用户数据"},
	{"one Han character", "鲸"},
}

func (s *stage) searchLarge(ctx context.Context, database string, cases int, t *table) error {
	e, err := openEyes(ctx, database)
	if err != nil {
		return err
	}
	defer e.db.Close()
	for _, q := range queries {
		l := line{number: "13", what: fmt.Sprintf("search, %d texts, %s: p99", cases, q.what), goal: 100, stretch: 30, less: true, unit: " ms", limit: "–"}
		var middle []float64
		for range s.rounds {
			all, err := timings(ctx, 200, func() error {
				_, err := e.leader.Incidents(ctx, workflow.IncidentQuery{Text: q.text, Limit: 20})
				return err
			})
			if err != nil {
				return fmt.Errorf("search %s: %w", q.what, err)
			}
			l.ratios, middle = append(l.ratios, percentile(all, 0.99)), append(middle, median(all))
		}
		l.product = "p50 " + span(middle, " ms")
		t.add(l)
	}
	return nil
}

// againstTrigrams compares two Han characters with LIKE on a trigram index.
func (s *stage) againstTrigrams(ctx context.Context, database string, cases int, t *table) error {
	if err := sql(ctx, database, `CREATE EXTENSION IF NOT EXISTS pg_trgm`); err != nil {
		fmt.Printf("  14 is not measured: %v\n", err)
		return nil
	}
	if err := sql(ctx, database, `DROP TABLE IF EXISTS bench_trigram`, `CREATE TABLE bench_trigram AS SELECT incident_id, at, body_lower AS body FROM search_doc`,
		`CREATE INDEX ON bench_trigram USING gin (body gin_trgm_ops)`, `CREATE INDEX ON bench_trigram (at DESC)`, `VACUUM ANALYZE bench_trigram`); err != nil {
		return err
	}
	e, err := openEyes(ctx, database)
	if err != nil {
		return err
	}
	defer e.db.Close()
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck
	word := "鲸鱼"                                 // a rare one: a walk along the newest ends early on a common one
	if err := sql(ctx, database, `UPDATE bench_trigram SET body = body || '鲸鱼' WHERE incident_id IN (SELECT incident_id FROM bench_trigram ORDER BY at LIMIT 30)`,
		`UPDATE search_doc SET body_lower = body_lower || '鲸鱼', tokens = tokens || array_to_tsvector(ARRAY['鲸鱼'])
		WHERE NOT tokens @@ '鲸鱼' AND (incident_id, audience) IN (SELECT incident_id, audience FROM search_doc ORDER BY at LIMIT 30)`, `VACUUM search_doc, bench_trigram`); err != nil {
		return err
	}
	l := line{number: "14", what: fmt.Sprintf("search, %d texts, rare two Han characters: p50 ÷ pg_trgm", cases), goal: 0.02, stretch: 0.005, less: true}
	var ours, theirs []float64
	for range s.rounds {
		a, err := timings(ctx, 50, func() error {
			_, err := e.leader.Incidents(ctx, workflow.IncidentQuery{Text: word, Limit: 20})
			return err
		})
		if err != nil {
			return err
		}
		b, err := timings(ctx, 50, func() error {
			_, err := conn.Exec(ctx, `SELECT incident_id FROM bench_trigram WHERE body ILIKE '%' || $1::text || '%' ORDER BY at DESC LIMIT 20`, word)
			return err
		})
		if err != nil {
			return err
		}
		ours, theirs = append(ours, median(a)), append(theirs, median(b))
		l.ratios = append(l.ratios, median(a)/median(b))
	}
	l.product, l.limit = span(ours, " ms"), span(theirs, " ms pg_trgm")
	t.add(l)
	return nil
}

// indexCost files with the index kept and with its reader held, and measures
// how far the index lies behind at a steady rate.
func (s *stage) indexCost(ctx context.Context, t *table) error {
	f, err := s.filer(ctx, "indexing")
	if err != nil {
		return err
	}
	length := s.period(5 * time.Second)
	l := line{number: "15", what: "filing with the search index kept ÷ held, 8 clients", goal: 0.75, stretch: 0.9}
	var on, off []float64
	for range s.rounds {
		with, err := f.file(ctx, 8, length)
		if err != nil {
			return err
		}
		if err := f.settle(ctx); err != nil {
			return err
		}
		release, err := hold(ctx, f.database, "search")
		if err != nil {
			return err
		}
		without, err := f.file(ctx, 8, length)
		release()
		if err != nil {
			return err
		}
		if err := f.settle(ctx); err != nil {
			return err
		}
		on, off = append(on, with.rate(201)), append(off, without.rate(201))
		l.ratios = append(l.ratios, with.rate(201)/without.rate(201))
	}
	l.product, l.limit = span(on, "/s"), span(off, "/s held")
	t.add(l)
	return f.indexLag(ctx, pick(s.fast, 4*time.Second, 15*time.Second), t)
}

// indexLag is how old the oldest report is that cannot be found yet.
func (f *filer) indexLag(ctx context.Context, length time.Duration, t *table) error {
	const rate = 1000
	conn, err := pgx.Connect(ctx, f.database)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck
	fired := make(chan error, 1)
	var v volley
	go func() {
		var err error
		v, err = fireAt(ctx, f.url, post("/api/v1/reports", f.token, f.body), 16, length, rate)
		fired <- err
	}()
	const look = `SELECT coalesce(extract(epoch FROM clock_timestamp() - min(at)), 0)::float8 FROM (SELECT e.at FROM cursor c JOIN log l ON l.pos = c.pos + 1
		JOIN event e ON e.id = l.event_id WHERE c.name = 'search' UNION ALL (SELECT e.at FROM pending p JOIN event e ON e.id = p.event_id ORDER BY n LIMIT 1)) x`
	var lag []float64
	for {
		select {
		case err := <-fired:
			if err != nil {
				return err
			}
			t.add(line{number: "15", what: fmt.Sprintf("age of what cannot be found yet, p99, at %.0f filings a second", v.rate(201)), product: span(lag, " s"), limit: fmt.Sprintf("%d/s wanted", rate),
				ratios: []float64{percentile(lag, 0.99)}, goal: 5, stretch: 5, less: true, unit: " s"})
			return nil
		case <-time.After(50 * time.Millisecond):
			var s float64
			if err := conn.QueryRow(ctx, look).Scan(&s); err != nil {
				return err
			}
			lag = append(lag, s)
		}
	}
}
