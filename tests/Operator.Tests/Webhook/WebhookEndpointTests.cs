using System.Net;
using System.Text;
using McpTenants.Operator.Webhook;

namespace Operator.Tests.Webhook;

public sealed class WebhookEndpointTests
{
    private const string Review =
        """{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u-1","operation":"CREATE","kind":{"group":"mcptenants.dev","version":"v1alpha1","kind":"McpTenant"},"object":{"metadata":{"name":"kube-acme"},"spec":{"auth":{"issuer":"https://login.example"}}}}}""";

    private readonly WebhookCertificate certificate = WebhookCertificate.Issue(["127.0.0.1", "mcp-operator-webhook.mcp-system.svc"], TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task Validate_OverTls_AnswersTheReview()
    {
        await using var host = await StartAsync();

        var (answer, _) = await host.SendAsync(certificate.Authorities, Post(Review));

        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        text.ShouldContain("\"uid\":\"u-1\"");
        text.ShouldContain("metadata.name: ");
    }

    [Fact]
    public async Task Validate_HostHeaderOfTheService_IsAnswered()
    {
        await using var host = await StartAsync();
        var request = Post(Review);
        request.Headers.Host = "mcp-operator-webhook.mcp-system.svc:443";

        (await host.SendAsync(certificate.Authorities, request)).Answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Validate_ClientThatTrustsAnotherAuthority_DoesNotConnect()
    {
        await using var host = await StartAsync();
        var other = WebhookCertificate.Issue(["127.0.0.1"], TimeProvider.System.GetUtcNow());

        await Should.ThrowAsync<HttpRequestException>(() => host.SendAsync(other.Authorities, Post(Review)));
    }

    [Theory]
    [InlineData("text/plain", Review, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", "{\"request\":", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "[]", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "{}", HttpStatusCode.BadRequest)]
    public async Task Validate_WhatIsNoReview_IsRefused(string type, string body, HttpStatusCode expected)
    {
        await using var host = await StartAsync();

        (await host.SendAsync(certificate.Authorities, Post(body, type))).Answer.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Validate_BodyAboveTheLimit_IsRefusedAndTheNextOneAnswered()
    {
        await using var host = await StartAsync();
        var large = Post(new string(' ', 5 << 20) + Review);
        // Otherwise the server may close the connection while the body is still being sent.
        large.Headers.ExpectContinue = true;

        (await host.SendAsync(certificate.Authorities, large)).Answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await host.SendAsync(certificate.Authorities, Post(new string(' ', 3 << 20) + Review))).Answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Validate_OnThePortOfTheProbes_IsNotFound()
    {
        await using var host = await StartAsync();
        var request = Post(Review);
        request.RequestUri = new Uri($"http://127.0.0.1:{host.OtherPort}/validate");
        request.Headers.Host = $"127.0.0.1:{host.Port}";

        (await host.SendAsync(certificate.Authorities, request)).Answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Listen_CertificateReplaced_NewConnectionsGetItAndBothAuthoritiesWork()
    {
        var serving = new ServingCertificate { Current = certificate.Load() };
        await using var host = await WebhookHost.StartAsync(serving);
        var renewed = WebhookCertificate.Issue(["127.0.0.1"], TimeProvider.System.GetUtcNow(), certificate);

        // Registered but not served yet: the other replica still has the old one.
        var before = await host.SendAsync(renewed.Authorities, Post(Review));
        serving.Current = renewed.Load();
        var after = await host.SendAsync(renewed.Authorities, Post(Review));

        before.Served.ShouldBe(certificate.Load().Thumbprint);
        after.Served.ShouldBe(renewed.Load().Thumbprint);
        (before.Answer.StatusCode, after.Answer.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
    }

    private Task<WebhookHost> StartAsync() => WebhookHost.StartAsync(new ServingCertificate { Current = certificate.Load() });

    private static HttpRequestMessage Post(string body, string type = "application/json") =>
        new(HttpMethod.Post, (Uri?)null) { Content = new StringContent(body, Encoding.UTF8, type) };
}
