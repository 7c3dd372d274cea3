using McpTenants.Api;
using McpTenants.Operator.Sleep;

namespace McpTenants.Operator.Deprovision.Verification;

/// <summary>Asks every gateway replica whether it still knows a tenant. One that does not answer counts: it may.</summary>
internal sealed class GatewayMemory(GatewayAddresses addresses, GatewayClient gateways)
{
    /// <summary>Counts the replicas that know it, or do not say.</summary>
    public async Task<TombstoneCount> ScanAsync(string tenantUid, CancellationToken cancellationToken)
    {
        var replicas = addresses.List();
        var answers = await Task.WhenAll(replicas.Select(r => gateways.KnowsAsync(r, tenantUid, cancellationToken)));
        var found = replicas.Zip(answers).Where(a => a.Second != false).Select(a => $"{a.First.Authority} {(a.Second is null ? "does not answer" : "knows it")}");
        return Inventory.Count($"gateway replicas that know it, of {replicas.Count}", found);
    }
}
