using System.Security.Cryptography.X509Certificates;
using k8s;
using KubeOps.KubernetesClient;
using McpTenants.Gateway.Authentication;

namespace McpTenants.Gateway.Hosting;

/// <summary>The program after its command line.</summary>
internal static class GatewayProcess
{
    private const int ConfigurationError = 2;
    private static readonly TimeSpan IssuerTimeout = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(GatewayOptions options, CancellationToken ct)
    {
        var problems = options.Problems().ToList();
        if (problems.Count > 0)
        {
            foreach (var problem in problems)
                await Console.Error.WriteLineAsync(problem);
            return ConfigurationError;
        }

        using var client = new KubernetesClient(options.Kubeconfig is { } file ? KubernetesClientConfiguration.BuildConfigFromConfigFile(file) : null);
        using var http = IssuerHttp.Create(options.AllowPrivateIssuers, Authorities(options.IssuerCaFile));
        var discovery = new Discovery(http, IssuerTimeout, TimeProvider.System);
        await using var app = GatewayHost.Build(options, client, discovery.FetchAsync, TimeProvider.System);
        await app.StartAsync(ct);
        await app.WaitForShutdownAsync(ct);
        return 0;
    }

    private static X509Certificate2Collection? Authorities(string? file)
    {
        if (file is null)
            return null;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities;
    }
}
