package embedded

import "syscall"

// childAttributes puts a child into a process group of its own, so that Ctrl-C
// in a terminal reaches us first and we stop the servers last, and has the
// kernel send it a signal should we die without a word.
func childAttributes(a account, onParentDeath syscall.Signal) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: onParentDeath, Credential: a.credential()}
}
