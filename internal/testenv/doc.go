// Package testenv gives tests real servers. Postgres clones a migrated
// template database for each test, Redis a key prefix on a shared server;
// RedisDurable and PostgresServer are servers of the test's own that it may
// kill.
//
// The servers are those of KHAOTHI_TEST_PG_URL and KHAOTHI_TEST_REDIS_URL, or
// private ones that each test binary starts on unix sockets and that end with
// it, however it ends. A missing server fails the test; it never skips.
//
// Only _test.go files, and packages that only they import, import testenv.
package testenv
