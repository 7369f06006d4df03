package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
)

// settings come from the environment. A name that ends in _FILE holds the path
// of a file with the value, so that secrets stay out of the environment.
type settings struct {
	DatabaseURL     string        `env:"GONGZHI_DATABASE_URL"`
	DatabaseURLFile string        `env:"GONGZHI_DATABASE_URL_FILE,file"`
	RedisURL        string        `env:"GONGZHI_REDIS_URL"`
	RedisURLFile    string        `env:"GONGZHI_REDIS_URL_FILE,file"`
	Data            string        `env:"GONGZHI_DATA"`
	Cache           string        `env:"GONGZHI_CACHE"`
	PublicURL       string        `env:"GONGZHI_PUBLIC_URL"` // as people reach it, for feeds and mail
	TrustedProxies  []string      `env:"GONGZHI_TRUSTED_PROXIES"`
	ExitURL         string        `env:"GONGZHI_EXIT_URL" envDefault:"https://www.weather.com.cn/"` // where the anonymous flow can be left to
	RulesFile       string        `env:"GONGZHI_RULES"`                                             // a rulebook of one's own
	MetricsAddr     string        `env:"GONGZHI_METRICS_ADDR"`
	LogOrigin       string        `env:"GONGZHI_LOG_ORIGIN"`  // name of the public log, fixed by its first entry
	LogPolicy       string        `env:"GONGZHI_LOG_POLICY"`  // a file of c2sp.org/tlog-policy: witnesses and their quorum
	LogEvery        time.Duration `env:"GONGZHI_LOG_EVERY"`   // between two growths
	LogFloor        int           `env:"GONGZHI_LOG_FLOOR"`   // leaves of a quiet growth
	LogPromise      time.Duration `env:"GONGZHI_LOG_PROMISE"` // longest merge delay
	MailHost        string        `env:"GONGZHI_MAIL_HOST"`
	MailPort        int           `env:"GONGZHI_MAIL_PORT"`
	MailUser        string        `env:"GONGZHI_MAIL_USER"`
	MailPassword    string        `env:"GONGZHI_MAIL_PASSWORD_FILE"` // a path, read at each connection
	MailTLS         string        `env:"GONGZHI_MAIL_TLS" envDefault:"starttls"`
	MailFrom        string        `env:"GONGZHI_MAIL_FROM"`
}

func readSettings(data string) (settings, error) {
	s, err := env.ParseAs[settings]()
	if err != nil {
		return s, fmt.Errorf("settings: %w", err)
	}
	if v := strings.TrimSpace(s.DatabaseURLFile); v != "" {
		s.DatabaseURL = v
	}
	if v := strings.TrimSpace(s.RedisURLFile); v != "" {
		s.RedisURL = v
	}
	if data != "" {
		s.Data = data
	}
	if s.Data == "" {
		s.Data = defaultData()
	}
	s.Data, err = filepath.Abs(s.Data)
	return s, err
}

// defaultData lies where the user that PostgreSQL runs as can reach it: never
// under root's home.
func defaultData() string {
	if os.Geteuid() == 0 {
		return "/var/lib/gongzhi"
	}
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "gongzhi")
	}
	if home, err := os.UserHomeDir(); err == nil {
		return filepath.Join(home, ".local", "share", "gongzhi")
	}
	return filepath.Join(os.TempDir(), "gongzhi")
}

func (s settings) keysPath() string     { return filepath.Join(s.Data, "keys", "keyring.json") }
func (s settings) evidencePath() string { return filepath.Join(s.Data, "evidence") }
