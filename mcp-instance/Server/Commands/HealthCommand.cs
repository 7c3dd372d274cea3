using McpTenants.Instance.Configuration;

namespace McpTenants.Instance.Commands;

/// <summary>Asks the server on this machine whether it is ready; for exec probes and people.</summary>
internal static class HealthCommand
{
    public static async Task<int> RunAsync(InstanceEnvironment environment)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{environment.AdminPort}/readyz")).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return 1;
        }
    }
}
