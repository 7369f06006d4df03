// Package clock says by when something must be done: how legal periods are
// counted, and which period each kind of duty has, as data that a lawyer can read.
//
// Counting follows Civil Code of the PRC arts. 201 to 203:
//
//   - Periods in days or months do not count the day on which they start.
//   - Months end on the same day of the month, or on its last day.
//   - A period in days or months that would end on a rest day or holiday ends
//     on the next working day.
//   - The last day ends at 24:00 in the zone of the calendar. Due times are
//     instants, so 24:00 is given as the first instant of the following day:
//     an act is in time when it happens strictly before its due time.
//   - Periods in minutes and hours run from the moment, through nights and
//     holidays.
//
// A year without an official calendar is counted by weekends only, and every
// due time that depends on such a year is marked provisional.
//
// Everything here is pure: values in, values out, no clock and no I/O. A
// Rulebook and a Calendar are immutable once loaded and safe for concurrent use.
package clock
