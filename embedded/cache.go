package embedded

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// cache keeps downloaded programs for all data folders and runs. Everybody may
// read it: the servers' account must be able to run what lies there.
type cache struct {
	dir string
	log func(string, ...any)
}

// openCache takes $GONGZHI_CACHE, otherwise the place for such things:
// /var/cache/gongzhi for root, the user's cache folder, or one beside the data.
// A folder that the servers' account cannot reach is passed over. Programs of
// different systems do not mix.
func openCache(a account, base string, log func(string, ...any)) (*cache, error) {
	var tried []error
	for _, dir := range cachePlaces(base) {
		dir = filepath.Join(dir, system())
		err := makeReadable(dir)
		if err == nil && a.reaches(dir) {
			return &cache{dir: dir, log: log}, nil
		}
		if err == nil {
			err = fmt.Errorf("%s cannot be reached by user %s", dir, a.name)
		}
		tried = append(tried, err)
	}
	return nil, fmt.Errorf("no folder for downloads: %v", tried)
}

func cachePlaces(base string) (places []string) {
	if dir, err := filepath.Abs(os.Getenv("GONGZHI_CACHE")); err == nil && os.Getenv("GONGZHI_CACHE") != "" {
		places = append(places, dir)
	}
	if os.Geteuid() == 0 {
		places = append(places, "/var/cache/gongzhi")
	} else if dir, err := os.UserCacheDir(); err == nil {
		places = append(places, filepath.Join(dir, "gongzhi"))
	}
	return append(places, filepath.Join(filepath.Dir(base), "gongzhi-cache"))
}

// system names distribution, release and processor, such as debian-12-amd64.
func system() string {
	id, version := runtime.GOOS, ""
	b, _ := os.ReadFile("/etc/os-release")
	for line := range strings.Lines(string(b)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		value = filepath.Base(strings.Trim(value, `"'`))
		switch key {
		case "ID":
			id = value
		case "VERSION_ID":
			version = "-" + value
		}
	}
	return id + version + "-" + runtime.GOARCH
}

// readable is the mode of folders through which another account reaches programs.
const readable = 0o755

// makeReadable makes a folder whatever the umask says, and leaves the modes of
// folders that exist as they are.
func makeReadable(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := makeReadable(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(dir, readable); err != nil && !os.IsExist(err) {
		return err
	}
	return os.Chmod(dir, readable)
}

// download is longer than a slow line needs for 31 MB.
const download = 10 * time.Minute

// obtain returns the programs kept under name, or fills a new folder with them.
// The folder appears whole or not at all, and parallel runs download once.
func (c *cache) obtain(ctx context.Context, name string, usable func(root string) (program, error), fill func(ctx context.Context, root string) error) (program, error) {
	root := filepath.Join(c.dir, name)
	if p, err := usable(root); err == nil {
		return p, nil
	}
	lock, err := openLock(root + ".lock")
	if err != nil {
		return program{}, err
	}
	defer lock.Close()
	if err := waitLock(ctx, lock, download, func() { c.log("%s: another run is downloading it, waiting", name) }); err != nil {
		return program{}, err
	}
	if p, err := usable(root); err == nil {
		return p, nil
	}
	ctx, cancel := context.WithTimeout(ctx, download)
	defer cancel()
	if err := c.refill(ctx, root, fill); err != nil {
		return program{}, err
	}
	return usable(root)
}

func (c *cache) refill(ctx context.Context, root string, fill func(context.Context, string) error) error {
	half := root + ".new"
	defer os.RemoveAll(half)
	if err := os.RemoveAll(half); err != nil {
		return err
	}
	if err := makeReadable(half); err != nil {
		return err
	}
	if err := fill(ctx, half); err != nil {
		return err
	}
	if err := os.RemoveAll(root); err != nil {
		return err
	}
	return os.Rename(half, root)
}
