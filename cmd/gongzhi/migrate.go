package main

import (
	"context"

	"gongzhi/db"
	"gongzhi/embedded"
)

type migrateCommand struct {
	Data string `help:"Data folder." placeholder:"DIR"`
}

// Run migrates the configured database, or the private one of the data folder.
func (c migrateCommand) Run(ctx context.Context) error {
	s, err := readSettings(c.Data)
	if err != nil {
		return err
	}
	services, err := embedded.Start(ctx, embedded.Options{Dir: s.Data, DatabaseURL: s.DatabaseURL, RedisURL: orNone(s.RedisURL), Log: progress})
	if err != nil {
		return err
	}
	defer services.Stop() //nolint:errcheck // the process ends here and its children with it
	d, err := db.Open(ctx, services.DatabaseURL, db.Options{})
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	progress("the database is at this program's schema")
	return nil
}

// orNone names an address so that no private Redis is started where none is needed.
func orNone(url string) string {
	if url == "" {
		return "redis://127.0.0.1:1/0"
	}
	return url
}
