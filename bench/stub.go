package main

import "context"

func feed(context.Context, options, *table) error      { return nil }
func scale(context.Context, options, *table) error     { return nil }
func searching(context.Context, options, *table) error { return nil }
func footprint(context.Context, options, *table) error { return nil }
