package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"
)

// redis sends one command over the socket in Redis' own protocol and returns
// what is wrong with the answer.
func (s *stage) redis(words ...string) error {
	_, err := s.askRedis(words...)
	return err
}

func (s *stage) askRedis(words ...string) (string, error) {
	return askRedisAt(strings.TrimPrefix(strings.Split(s.services.RedisURL, "?")[0], "unix://"), words...)
}

func askRedisAt(socket string, words ...string) (string, error) {
	conn, err := net.DialTimeout("unix", socket, time.Second)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(2 * time.Second)); err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "*%d\r\n", len(words))
	for _, w := range words {
		fmt.Fprintf(&b, "$%d\r\n%s\r\n", len(w), w)
	}
	if _, err := conn.Write([]byte(b.String())); err != nil {
		return "", err
	}
	answer, err := bufio.NewReader(conn).ReadString('\n')
	if err == nil && strings.HasPrefix(answer, "-") {
		return "", errors.New("redis: " + strings.TrimSpace(answer))
	}
	return strings.TrimSpace(answer), err
}

// redisCount asks for a number, such as the size of a set.
func (s *stage) redisCount(words ...string) (int, error) {
	answer, err := s.askRedis(words...)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimPrefix(answer, ":"))
}
