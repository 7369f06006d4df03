package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

// shot is one request of a load, as bytes, with the place of a key of 36
// characters that differs each time (-1 for none).
type shot struct {
	request []byte
	key     int
}

const keyPlace = "00000000-0000-0000-0000-000000000000"

// post is a request with an Idempotency-Key of its own each time.
func post(path, token string, body []byte) shot {
	var b bytes.Buffer
	fmt.Fprintf(&b, "POST %s HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n", path)
	if token != "" {
		fmt.Fprintf(&b, "Authorization: Bearer %s\r\n", token)
	}
	fmt.Fprintf(&b, "Idempotency-Key: %s\r\nContent-Length: %d\r\n\r\n%s", keyPlace, len(body), body)
	return shot{b.Bytes(), bytes.Index(b.Bytes(), []byte(keyPlace))}
}

// volley is what a load came to.
type volley struct {
	statuses map[int]int
	took     []float64 // milliseconds, one of each request
	length   time.Duration
}

func (v volley) rate(status int) float64 { return float64(v.statuses[status]) / v.length.Seconds() }

// others counts answers of any other status.
func (v volley) others(status int) (n int) {
	for s, count := range v.statuses {
		if s != status {
			n += count
		}
	}
	return n
}

// fire sends the shot over so many connections for a time, each the next when
// the last was answered. It speaks HTTP/1.1 by itself: on a machine that load,
// server and database share, the load must cost little.
func fire(ctx context.Context, url string, s shot, clients int, length time.Duration) (volley, error) {
	return fireAt(ctx, url, s, clients, length, 0)
}

// fireAt is fire with a pause between the requests of a connection that keeps
// all of them together at a rate; 0 means as fast as answers come.
func fireAt(ctx context.Context, url string, s shot, clients int, length time.Duration, rate float64) (volley, error) {
	all := volley{statuses: map[int]int{}}
	var mu sync.Mutex
	var wg sync.WaitGroup
	var errs []error
	began := time.Now()
	until := began.Add(length)
	for n := range clients {
		wg.Go(func() {
			g := gun{shot: s, address: strings.TrimPrefix(url, "http://"), statuses: map[int]int{}}
			if rate > 0 {
				g.every = time.Duration(float64(clients) / rate * float64(time.Second))
				g.first = time.Duration(n) * g.every / time.Duration(clients)
			}
			err := g.run(ctx, until)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				errs = append(errs, err)
			}
			for status, count := range g.statuses {
				all.statuses[status] += count
			}
			all.took = append(all.took, g.took...)
		})
	}
	wg.Wait()
	all.length = time.Since(began)
	return all, errors.Join(errs...)
}

type gun struct {
	shot
	address      string
	every, first time.Duration
	statuses     map[int]int
	took         []float64
}

func (g *gun) run(ctx context.Context, until time.Time) error {
	conn, err := net.Dial("tcp", g.address)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // nothing is left to say
	if err := conn.SetDeadline(until.Add(30 * time.Second)); err != nil {
		return err
	}
	in := bufio.NewReaderSize(conn, 16<<10)
	request := bytes.Clone(g.request)
	next := time.Now().Add(g.first)
	for time.Now().Before(until) && ctx.Err() == nil {
		if g.every > 0 {
			time.Sleep(time.Until(next))
			next = next.Add(g.every)
		}
		if g.key >= 0 {
			copy(request[g.key:], uuid.NewString())
		}
		began := time.Now()
		_, err := conn.Write(request)
		status := 0
		if err == nil {
			status, err = answer(in)
		}
		if err != nil { // a run that was stopped kills the program under its requests
			return cmp.Or(ctx.Err(), err)
		}
		g.took = append(g.took, float64(time.Since(began).Microseconds())/1000)
		g.statuses[status]++
	}
	return nil
}

// answer reads one answer to its end and returns its status.
func answer(in *bufio.Reader) (int, error) {
	first, err := in.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	if len(first) < 12 {
		return 0, errors.New("not an HTTP answer")
	}
	status, err := strconv.Atoi(string(first[9:12]))
	if err != nil {
		return 0, err
	}
	length := -1
	for {
		header, err := in.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		if len(header) <= 2 {
			break
		}
		const name = "content-length:"
		if len(header) > len(name) && strings.EqualFold(string(header[:len(name)]), name) {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(header[len(name):]))); err != nil {
				return 0, err
			}
		}
	}
	if length < 0 {
		return 0, errors.New("an answer without a length")
	}
	_, err = in.Discard(length)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	return status, nil
}
