using System.Net;
using Instance.Tests.Support;
using McpTenants.Instance.Connectors.Upstream;

namespace Instance.Tests.Connectors;

public sealed class UpstreamTlsTests : IDisposable
{
    private const string Refused = "The service has no certificate that is trusted.";

    private readonly TestAuthority authority = new();

    [Fact]
    public async Task Call_CertificateOfTheBundle_IsAccepted()
    {
        using var certificate = authority.Issue();
        await using var upstream = await RecordingUpstream.StartAsync(certificate: certificate);

        // Twice with new connections: the bundle must serve more than one handshake.
        (await CallAsync(upstream, authority.Pem)).ShouldBe(("""{"ok":true}""", false));
        (await CallAsync(upstream, authority.Pem)).ShouldBe(("""{"ok":true}""", false));
    }

    [Fact]
    public async Task Call_CertificateOfAnotherAuthority_IsRefusedClearlyAndLearnsNothing()
    {
        using var other = new TestAuthority();
        using var certificate = other.Issue();
        await using var upstream = await RecordingUpstream.StartAsync(certificate: certificate);

        (await CallAsync(upstream, authority.Pem)).ShouldBe((Refused, true));
        upstream.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Call_CertificateForAnotherName_IsRefused()
    {
        using var certificate = authority.Issue("api.example");
        await using var upstream = await RecordingUpstream.StartAsync(certificate: certificate);

        (await CallAsync(upstream, authority.Pem)).ShouldBe((Refused, true));
        upstream.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Call_PrivateAuthorityWithoutBundle_IsRefused()
    {
        using var certificate = authority.Issue();
        await using var upstream = await RecordingUpstream.StartAsync(certificate: certificate);

        (await CallAsync(upstream, null)).ShouldBe((Refused, true));
    }

    public void Dispose() => authority.Dispose();

    private static Task<(string Text, bool IsError)> CallAsync(RecordingUpstream upstream, string? bundle) =>
        Fixtures.Tools(Fixtures.Document("/a", """{"get":{}}"""), $"https://localhost:{upstream.Port}", change: c => c.CaBundle = bundle, connect: Loopback).Single().CallAsync();

    private static GuardedConnect Loopback => new(static _ => true, static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
}
