// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/address.h"

#include <gtest/gtest.h>

namespace egt::remote {
namespace {

std::string baseOf(const std::string& text) {
    const auto address = parseAddress(text);
    return address ? address->base : "error: " + address.error().code;
}

TEST(Address, IsToldFromAFolder) {
    EXPECT_TRUE(isServer("http://127.0.0.1:8000/v1"));
    EXPECT_TRUE(isServer("HTTPS://example.org"));
    for (const char* folder : {"judge", "/data/http://x", "http:", "https", "httpx://a", ""})
        EXPECT_FALSE(isServer(folder)) << folder;
}

TEST(Address, IsBroughtIntoOneForm) {
    EXPECT_EQ(baseOf("http://127.0.0.1:8000"), "http://127.0.0.1:8000/v1");
    EXPECT_EQ(baseOf("http://127.0.0.1:8000/"), "http://127.0.0.1:8000/v1");
    EXPECT_EQ(baseOf("http://127.0.0.1:8000/v1/"), "http://127.0.0.1:8000/v1");
    EXPECT_EQ(baseOf("http://127.0.0.1:8000/v1/chat/completions"), "http://127.0.0.1:8000/v1");
    EXPECT_EQ(baseOf("HTTPS://judge.example.org/a/v2"), "https://judge.example.org/a/v2");
    EXPECT_EQ(baseOf("http://[::1]:8000/v1"), "http://[::1]:8000/v1");
}

TEST(Address, KnowsThisMachine) {
    for (const char* here : {"http://127.0.0.1:1", "http://localhost:1", "http://127.9.9.9", "https://[::1]"})
        EXPECT_TRUE(parseAddress(here)->loopback) << here;
    for (const char* elsewhere : {"http://example.org", "http://127.example.org"})
        EXPECT_FALSE(parseAddress(elsewhere)->loopback) << elsewhere;
    EXPECT_TRUE(parseAddress("https://example.org")->encrypted);
}

TEST(Address, RefusesSecretsWithoutRepeatingThem) {
    for (const char* text : {"http://user:secret@127.0.0.1:8000/v1", "http://secret@127.0.0.1/v1",
                             "http://127.0.0.1/v1?key=secret", "http://127.0.0.1/v1#secret", "http://:secret@a/v1"}) {
        const auto address = parseAddress(text);
        ASSERT_FALSE(address) << text;
        EXPECT_EQ(address.error().code, "server.bad_address");
        EXPECT_EQ(address.error().message().find("secret"), std::string::npos);
    }
    for (const char* text : {"http://", "http://:80", "ftp://a/b", "judge", "http://a b/v1", "http://a:99999/v1"})
        EXPECT_EQ(baseOf(text), "error: server.bad_address") << text;
}

} // namespace
} // namespace egt::remote
