package main

import (
	"bufio"
	"errors"
	"net"
	"strings"
	"time"
)

// flushAll empties Redis over its socket in its own protocol, so that the test
// needs no client of its own.
func flushAll(socket string) error {
	conn, err := net.DialTimeout("unix", socket, time.Second)
	if err != nil {
		return err
	}
	defer conn.Close() // nothing is left to send
	if err := conn.SetDeadline(time.Now().Add(time.Second)); err != nil {
		return err
	}
	if _, err := conn.Write([]byte("FLUSHALL\r\n")); err != nil {
		return err
	}
	answer, err := bufio.NewReader(conn).ReadString('\n')
	if err == nil && !strings.HasPrefix(answer, "+OK") {
		err = errors.New("redis refused FLUSHALL")
	}
	return err
}
