using System.Collections.Concurrent;
using McpTenants.Operator.Vaults.Decide;

namespace McpTenants.Operator.Vaults;

/// <summary>One gate for each vault, by host: bindings that share a vault share it.</summary>
internal sealed class VaultGates(VaultOptions options, TimeProvider time, Func<double> randomness)
{
    private readonly ConcurrentDictionary<string, GateState> gates = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock turn = new();

    /// <summary>Asks for leave.</summary>
    /// <returns>Zero to go, or how long to wait before asking again; and whether that is because the vault is in trouble.</returns>
    public (TimeSpan Wait, bool InTrouble) Enter(string host, int requests)
    {
        lock (turn)
        {
            var now = time.GetUtcNow();
            var (next, wait) = gates.GetOrAdd(host, Full(now)).Enter(now, requests, options.RequestsPerSecond, options.Burst);
            gates[host] = next;
            return (wait, next.Outages > 0);
        }
    }

    /// <summary>Tells how a read went.</summary>
    public void Report(string host, VaultProblem? problem)
    {
        lock (turn)
        {
            var now = time.GetUtcNow();
            gates[host] = gates.GetOrAdd(host, Full(now)).After(now, problem, randomness());
        }
    }

    private GateState Full(DateTimeOffset now) => new() { Tokens = options.Burst, Counted = now };
}
