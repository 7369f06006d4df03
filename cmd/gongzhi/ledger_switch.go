package main

// keepsLog is false only in the program that the benchmark builds to see what
// the public log costs: no leaf, no promise, no growth.
const keepsLog = true
