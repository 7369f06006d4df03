package embedded

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the user that the servers run as. PostgreSQL refuses root, so root
// lends its servers another account; everybody else runs them as themselves.
type account struct {
	name     string
	uid, gid int
	drop     bool // the children must change to it
}

// accountFor keeps the owner of existing data, so that installing PostgreSQL
// later (and with it the user "postgres") does not lock us out of it.
func accountFor(dataDir string) (account, error) {
	if uid := os.Geteuid(); uid != 0 {
		return account{name: "this user", uid: uid, gid: os.Getegid()}, nil
	}
	if uid := owner(dataDir); uid > 0 {
		if u, err := user.LookupId(strconv.Itoa(uid)); err == nil {
			return fromUser(u)
		}
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			return fromUser(u)
		}
	}
	return account{}, errors.New("started as root, and PostgreSQL refuses root: there is neither a user postgres nor a user nobody to run it as")
}

func fromUser(u *user.User) (account, error) {
	uid, err1 := strconv.Atoi(u.Uid)
	gid, err2 := strconv.Atoi(u.Gid)
	return account{name: u.Username, uid: uid, gid: gid, drop: true}, errors.Join(err1, err2)
}

// owner is the uid that owns path, or -1.
func owner(path string) int {
	var st syscall.Stat_t
	if err := syscall.Stat(path, &st); err != nil {
		return -1
	}
	return int(st.Uid)
}

func (a account) credential() *syscall.Credential {
	if !a.drop {
		return nil
	}
	return &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
}

// folder makes a private folder of the account's.
func (a account) folder(path string) error {
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("data folder: %w", err)
	}
	if !a.drop {
		return nil
	}
	return os.Chown(path, a.uid, a.gid)
}

// reaches tells whether the account can pass through every folder down to path.
// It reads mode bits: access lists and namespaces are left to the first start.
func (a account) reaches(path string) bool {
	if !a.drop {
		return true
	}
	for dir := path; ; dir = filepath.Dir(dir) {
		var st syscall.Stat_t
		if err := syscall.Stat(dir, &st); err != nil || !a.mayEnter(&st) {
			return false
		}
		if dir == filepath.Dir(dir) {
			return true
		}
	}
}

func (a account) mayEnter(st *syscall.Stat_t) bool {
	switch {
	case int(st.Uid) == a.uid:
		return st.Mode&0o100 != 0
	case int(st.Gid) == a.gid:
		return st.Mode&0o010 != 0
	}
	return st.Mode&0o001 != 0
}
