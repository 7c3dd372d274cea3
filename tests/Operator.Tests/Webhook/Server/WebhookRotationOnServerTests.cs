using System.Text;
using k8s.Models;
using McpTenants.Operator.Webhook;
using Microsoft.Extensions.Logging.Abstractions;

namespace Operator.Tests.Webhook.Server;

/// <summary>The certificate that replicas share, in a real Secret.</summary>
[Trait("Tier", "Integration")]
[Collection(AdmissionServer.Collection)]
public sealed class WebhookRotationOnServerTests(AdmissionServer server)
{
    [Fact]
    public async Task EnsureAsync_ManyReplicasAtOnce_AgreeOnOneCertificate()
    {
        var time = new ManualTime(TimeProvider.System.GetUtcNow().AddDays(-61));
        var options = await OptionsAsync("many");

        var first = await AllAsync(options, time);
        time.Advance(TimeSpan.FromDays(61));
        var second = await AllAsync(options, time);

        second.Certificate.ShouldNotBe(first.Certificate);
        Certificates(first.Authorities).ShouldBe(1);
        Certificates(second.Authorities).ShouldBe(2);
        second.Authorities.ShouldContain(first.Authorities.Trim());
    }

    [Fact]
    public async Task EnsureAsync_WhenDue_RegistersTheNewAuthorityBeforeItServesTheCertificate()
    {
        var time = new ManualTime(TimeProvider.System.GetUtcNow().AddDays(-61));
        var options = await OptionsAsync("order");
        await server.Client.CreateAsync(Registration(options.Configuration));
        var serving = new ServingCertificate();
        using var rotation = new WebhookRotation(
            new WebhookSecret(server.Client, options, time), new WebhookRegistration(server.Client, options), serving, time, NullLogger<WebhookRotation>.Instance);
        await rotation.EnsureAsync(CancellationToken.None);
        var old = serving.Current!.Thumbprint;
        (await BundleAsync(options)).ShouldBe(1);

        time.Advance(TimeSpan.FromDays(61));
        var renewal = rotation.EnsureAsync(CancellationToken.None);
        await time.Waiting.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);

        (await BundleAsync(options)).ShouldBe(2);
        serving.Current.Thumbprint.ShouldBe(old);
        time.Release();
        await renewal;
        serving.Current.Thumbprint.ShouldNotBe(old);
    }

    private async Task<WebhookOptions> OptionsAsync(string name)
    {
        var ns = $"webhook-{name}";
        await server.Client.CreateAsync(new V1Namespace { Metadata = new() { Name = ns } });
        return new() { Port = 1, Namespace = ns, Configuration = ns };
    }

    private async Task<WebhookCertificate> AllAsync(WebhookOptions options, ManualTime time)
    {
        var replicas = Enumerable.Range(0, 8).Select(_ => new WebhookSecret(server.Client, options, time).EnsureAsync(CancellationToken.None));
        return (await Task.WhenAll(replicas)).Distinct().ShouldHaveSingleItem();
    }

    private async Task<int> BundleAsync(WebhookOptions options) =>
        Certificates(Encoding.ASCII.GetString((await server.Client.GetAsync<V1ValidatingWebhookConfiguration>(options.Configuration))!.Webhooks![0].ClientConfig.CaBundle!));

    private static int Certificates(string pem) => pem.Split("BEGIN CERTIFICATE").Length - 1;

    // As the chart makes it, for a resource that does not exist: nobody is ever asked.
    private static V1ValidatingWebhookConfiguration Registration(string name) => new()
    {
        Metadata = new() { Name = name },
        Webhooks =
        [
            new V1ValidatingWebhook
            {
                Name = "none.mcptenants.dev",
                AdmissionReviewVersions = ["v1"],
                SideEffects = "None",
                ClientConfig = new() { Service = new() { Name = "mcp-operator-webhook", NamespaceProperty = name } },
                Rules = [new V1RuleWithOperations { ApiGroups = ["none.mcptenants.dev"], ApiVersions = ["v1"], Operations = ["CREATE"], Resources = ["nones"] }],
            },
        ],
    };
}
