package db

// CheckAll lets a test look at what its own transaction changed.
var CheckAll = checkAll
