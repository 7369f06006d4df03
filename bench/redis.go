package main

import (
	"bufio"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"
)

// redisCommand sends commands without arguments that need quoting to the
// stage's Redis; any error answer is an error.
func redisCommand(redisURL string, commands ...string) error {
	u, err := url.Parse(redisURL)
	if err != nil {
		return err
	}
	conn, err := net.Dial("unix", u.Path)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return err
	}
	in := bufio.NewReader(conn)
	for _, c := range commands {
		if _, err := fmt.Fprintf(conn, "%s\r\n", c); err != nil {
			return err
		}
		line, err := in.ReadString('\n')
		if err != nil {
			return err
		}
		if strings.HasPrefix(line, "-") {
			return fmt.Errorf("redis: %s", strings.TrimSpace(line))
		}
	}
	return nil
}
