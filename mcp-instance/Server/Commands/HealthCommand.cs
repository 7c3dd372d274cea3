using McpTenants.Instance.Configuration;

namespace McpTenants.Instance.Commands;

/// <summary>Asks the server on this machine whether it is ready; for exec probes and people.</summary>
internal static class HealthCommand
{
    public static async Task<int> RunAsync(InstanceEnvironment environment)
    {
        using var client = new HttpClient(Handler(environment)) { Timeout = TimeSpan.FromSeconds(5) };
        var scheme = environment.TlsFolder is null ? "http" : "https";
        try
        {
            using var response = await client.GetAsync(new Uri($"{scheme}://127.0.0.1:{environment.AdminPort}/readyz")).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return 1;
        }
    }

    /// <summary>Asks what kubelet asks, and believes as little: whether it answers, not who it is. Nothing is told to it.</summary>
    private static SocketsHttpHandler Handler(InstanceEnvironment environment)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        if (environment.TlsFolder is not null)
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        return handler;
    }
}
