using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Cli;

/// <summary>Finds the tenant that a command is about, and waits for what becomes of it.</summary>
internal static class TenantLookup
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>The tenant.</summary>
    /// <exception cref="CliException">There is none of this name.</exception>
    public static async Task<McpTenant> RequireAsync(this IKubernetesClient client, string name, CancellationToken cancellationToken) =>
        await client.GetAsync<McpTenant>(name, ct: cancellationToken) ?? throw new CliException($"there is no tenant '{name}'; kubectl mcpt list shows all");

    /// <summary>Waits until it is so.</summary>
    /// <param name="client">The cluster.</param>
    /// <param name="name">The tenant.</param>
    /// <param name="wanted">Told the tenant each time; true ends the wait.</param>
    /// <param name="what">What is waited for, for the message when the time is up.</param>
    /// <param name="timeout">Longest wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CliException">It did not come to it in time; the message has the tenant's own reason.</exception>
    public static async Task<McpTenant> UntilAsync(
        this IKubernetesClient client, string name, Func<McpTenant, Task<bool>> wanted, string what, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var tenant = await client.RequireAsync(name, cancellationToken);
            if (await wanted(tenant))
                return tenant;
            if (time.GetElapsedTime(start) >= timeout)
                throw new CliException($"'{name}' is not {what} after {timeout.TotalSeconds:0} s{Reason(tenant)}; kubectl mcpt describe {name} shows more");
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>The condition of that type; null while there is none.</summary>
    public static V1Condition? Condition(this McpTenant tenant, string type) => tenant.Status?.Conditions?.FirstOrDefault(c => c.Type == type);

    /// <summary>True when its status speaks of the spec as it is now.</summary>
    public static bool IsObserved(this McpTenant tenant) => tenant.Status?.ObservedGeneration == tenant.Metadata.Generation;

    private static string Reason(McpTenant tenant) =>
        tenant.Condition("Ready") is { Status: not "True" } ready ? $" ({ready.Reason}: {ready.Message})" : "";
}
