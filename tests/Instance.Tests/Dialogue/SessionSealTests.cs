using System.Security.Cryptography;
using System.Text.Json.Nodes;
using McpTenants.Instance.Dialogue;

namespace Instance.Tests.Dialogue;

public sealed class SessionSealTests
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private readonly SessionSeal seal = new(() => Key, "uid");

    [Fact]
    public void Read_OwnIdentifier_SaysWhatWasDeclaredAfterARestartToo()
    {
        var id = seal.Issue("token:a", new JsonObject { ["elicitation"] = new JsonObject { ["url"] = new JsonObject() } });
        id.ShouldAllBe(c => c >= '!' && c <= '~');
        new SessionSeal(() => Key, "uid").Read("token:a", id)!.ToJsonString().ShouldBe("""{"elicitation":{"url":{}}}""");
        seal.Issue("token:a", []).ShouldNotBe(seal.Issue("token:a", []));
    }

    [Fact]
    public void Read_OfAnotherCallerTenantOrKey_IsNothing()
    {
        var id = seal.Issue("token:a", []);
        seal.Read("token:b", id).ShouldBeNull();
        seal.Read("", id).ShouldBeNull();
        new SessionSeal(() => Key, "other").Read("token:a", id).ShouldBeNull();
        new SessionSeal(() => RandomNumberGenerator.GetBytes(32), "uid").Read("token:a", id).ShouldBeNull();
    }

    [Fact]
    public void Read_AnyCharacterChanged_IsNothing()
    {
        var id = seal.Issue("token:a", new JsonObject { ["sampling"] = new JsonObject() });
        for (var i = 0; i < id.Length; i++)
            seal.Read("token:a", id[..i] + (id[i] == 'A' ? 'B' : 'A') + id[(i + 1)..]).ShouldBeNull($"at {i}");
        seal.Read("token:a", id + "." + new string('a', 10_000)).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"elicitation":{}}""", "elicitation/create", "{}", true)]
    [InlineData("""{"elicitation":{}}""", "elicitation/create", """{"mode":"url"}""", false)]
    [InlineData("""{"elicitation":{"url":{}}}""", "elicitation/create", """{"mode":"url"}""", true)]
    [InlineData("""{"elicitation":{"url":{}}}""", "elicitation/create", "{}", false)]
    [InlineData("""{"elicitation":{"url":{},"form":{}}}""", "elicitation/create", """{"mode":"form"}""", true)]
    [InlineData("""{"sampling":{}}""", "sampling/createMessage", "{}", true)]
    [InlineData("""{"sampling":{}}""", "sampling/createMessage", """{"tools":[]}""", false)]
    [InlineData("""{"sampling":{"tools":{}}}""", "sampling/createMessage", """{"tools":[]}""", true)]
    [InlineData("""{"roots":{"listChanged":true}}""", "roots/list", "{}", true)]
    [InlineData("""{"elicitation":{},"sampling":{}}""", "roots/list", "{}", false)]
    [InlineData("""{"elicitation":{},"tools":{}}""", "tools/call", "{}", false)]
    [InlineData("""{"elicitation":true}""", "elicitation/create", "{}", false)]
    [InlineData("[]", "roots/list", "{}", false)]
    public void Cover_WhatWasDeclaredAndNothingElse(string declared, string method, string parameters, bool expected) =>
        RelayedCapabilities.Cover(RelayedCapabilities.Of(JsonNode.Parse(declared)), method, JsonNode.Parse(parameters)).ShouldBe(expected);
}
