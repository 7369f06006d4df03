package main

import "context"

func escalate(context.Context, options, *table) error  { return nil }
func lateness(context.Context, options, *table) error  { return nil }
func feed(context.Context, options, *table) error      { return nil }
func scale(context.Context, options, *table) error     { return nil }
func searching(context.Context, options, *table) error { return nil }
func footprint(context.Context, options, *table) error { return nil }
