//go:build unix && !linux

package embedded

import "syscall"

// childAttributes has no parent-death signal to ask for outside Linux: after
// kill -9 the servers stay, and the next start waits for them in vain and says so.
func childAttributes(a account, _ syscall.Signal) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Credential: a.credential()}
}
