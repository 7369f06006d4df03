package main

import "context"

func scale(context.Context, options, *table) error     { return nil }
func searching(context.Context, options, *table) error { return nil }
