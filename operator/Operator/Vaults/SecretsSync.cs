using System.Collections.Concurrent;
using McpTenants.Operator.Status;
using McpTenants.Operator.Vaults.Access;
using McpTenants.Operator.Vaults.Decide;
using McpTenants.Operator.Vaults.Storage;

namespace McpTenants.Operator.Vaults;

/// <summary>Looks at one tenant's secrets: asks the vault when it is time and the vault's gate is open, and writes what the plan decides.</summary>
internal sealed class SecretsSync(VaultClients clients, VaultReader reader, VaultGates gates, VaultOptions options, TimeProvider time, Func<double> randomness)
{
    // Those who waited for the same gate must not come back in the same moment.
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, SecretsMemory> memories = new(StringComparer.Ordinal);

    /// <summary>Looks.</summary>
    public async Task<SyncResult> LookAsync(SyncRequest request, CancellationToken cancellationToken)
    {
        var uid = request.Tenant.Metadata.Uid!;
        var before = Remember(request, memories.GetValueOrDefault(uid));
        var now = time.GetUtcNow();
        if (now < before.Due)
            return await SettleAsync(request, before, SecretsPlan.Decide(now, request.Wanted, null, request.Mounted, before.AbsentSince, options.ConfirmDeletionAfter));

        var (wait, inTrouble) = gates.Enter(request.Vault, request.Wanted.Items.Count);
        if (wait > TimeSpan.Zero)
        {
            var later = before with { Due = now + wait + (Apart * randomness()) };
            if (inTrouble && later.Problem is null)
                later = later with { Asked = true, Problem = new VaultProblem(Reasons.VaultUnavailable, "The vault had no answer for others and is left alone for a while.") };
            return await SettleAsync(request, later, SecretsPlan.Decide(now, request.Wanted, null, request.Mounted, before.AbsentSince, options.ConfirmDeletionAfter));
        }

        var readings = await ReadAsync(request, cancellationToken);
        now = time.GetUtcNow();
        var decision = SecretsPlan.Decide(now, request.Wanted, readings, request.Mounted, before.AbsentSince, options.ConfirmDeletionAfter);
        return await SettleAsync(request, After(request, before, decision, now), decision);
    }

    /// <summary>The tenant is gone, or reads no vault any more.</summary>
    public void Forget(string tenantUid)
    {
        memories.TryRemove(tenantUid, out _);
        clients.Forget(tenantUid);
    }

    private SecretsMemory Remember(SyncRequest request, SecretsMemory? known)
    {
        var (now, question) = (time.GetUtcNow(), request.Question);
        if (known is null)
        {
            var lastSync = request.Tenant.Status?.Secrets?.LastSyncTime;
            return new SecretsMemory(question, SecretsSchedule.First(now, request.Wanted, request.Mounted, lastSync, randomness()), 0, null, lastSync, null, Asked: false);
        }

        // Something else is asked for, or what was written has vanished: now, whatever the clock says.
        return known.Question != question ? known with { Question = question, Due = now, Failures = 0, AbsentSince = null }
            : request.Mounted is null && known.Problem is null && known.Asked ? known with { Due = now }
            : known;
    }

    private async Task<VaultReadings> ReadAsync(SyncRequest request, CancellationToken cancellationToken)
    {
        VaultReadings readings;
        try
        {
            var client = await clients.ForAsync(request.Tenant, request.Binding, cancellationToken);
            readings = await reader.ReadAsync(client, request.Wanted.Items, cancellationToken);
        }
        catch (VaultException e)
        {
            readings = new VaultReadings(new Dictionary<string, SecretValue>(), e.Problem);
        }

        // An identity without a token never got as far as the vault.
        if (readings.Problem?.Reason != Reasons.VaultIdentityUnavailable)
            gates.Report(request.Vault, readings.Problem);

        // The token may be what is wrong; the next read begins with a new one instead of waiting for its end.
        if (readings.Problem?.Reason == Reasons.VaultUnauthorized)
            clients.Forget(request.Tenant.Metadata.Uid!);
        VaultMetrics.Reads.Add(1, new KeyValuePair<string, object?>("outcome", readings.Problem?.Reason ?? Reasons.InSync));
        return readings;
    }

    private SecretsMemory After(SyncRequest request, SecretsMemory before, SecretsDecision decision, DateTimeOffset now) => decision.Problem is { } problem
        ? before with
        {
            Due = SecretsSchedule.AfterFailure(now, request.Wanted, before.Failures + 1, problem.RetryAfter, randomness()),
            Failures = before.Failures + 1,
            AbsentSince = decision.AbsentSince,
            Problem = problem,
            Asked = true,
        }
        : before with { Due = SecretsSchedule.AfterSuccess(now, request.Wanted, randomness()), Failures = 0, AbsentSince = null, Problem = null, LastSync = Whole(now), Asked = true };

    private async Task<SyncResult> SettleAsync(SyncRequest request, SecretsMemory memory, SecretsDecision decision)
    {
        var uid = request.Tenant.Metadata.Uid!;
        if (decision is { Write: true, Set: { } set })
            await request.Write(set);
        memories[uid] = memory;

        var now = time.GetUtcNow();
        var staleAt = memory.LastSync + request.Wanted.MaxStaleness;
        var next = new[] { memory.Due, decision.Set?.NextExpiry, memory.Problem is not null && staleAt > now ? staleAt : null }.Min()!.Value;
        var report = memory.Asked
            ? new VaultReport(uid, request.Vault, memory.Problem, decision.Set is null ? null : SecretVersions.Of(decision.Set, memory.LastSync), memory.Problem is not null && staleAt <= now)
            : null;
        return new SyncResult(report, next > now ? next - now : TimeSpan.Zero, decision.Write ? decision.Set : null);
    }

    private static DateTimeOffset Whole(DateTimeOffset now) => now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
}
