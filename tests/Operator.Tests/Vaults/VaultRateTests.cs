using McpTenants.Operator.Vaults;
using McpTenants.Operator.Vaults.Decide;
using McpTenants.Api;

namespace Operator.Tests.Vaults;

/// <summary>500 tenants of one vault against the rate that Azure documents: 4,000 requests in 10 seconds. The schedule and the gate are the real ones; the clock is not.</summary>
public sealed class VaultRateTests
{
    private const int Tenants = 500;
    private const int Documented = 4000;

    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(64)]
    public void NewTenants_AllAtOnce_StayUnderTheRate_AndAllAreRead(int items)
    {
        var (requests, done) = Simulate(items, hours: 1, lastSync: null);

        Most(requests).ShouldBeLessThanOrEqualTo(Documented / 3);
        done.ShouldBe(Tenants);
    }

    [Fact]
    public void Restart_AfterALongPause_IsNoBurst()
    {
        var (requests, done) = Simulate(items: 2, hours: 1, lastSync: Start.AddHours(-3));

        done.ShouldBe(Tenants);
        Most(requests).ShouldBeLessThan(200, "1,000 requests were overdue and are spread over two minutes");
    }

    [Fact]
    public void Restart_InTime_AsksNobodyEarlier()
    {
        var (requests, _) = Simulate(items: 2, hours: 1, lastSync: Start.AddMinutes(-1));

        requests.Min(r => r.At).ShouldBeGreaterThanOrEqualTo(Start.AddMinutes(7));
    }

    [Fact]
    public void SteadyState_NeverMarchesInStep()
    {
        var (requests, _) = Simulate(items: 2, hours: 12, lastSync: null);

        // After the first hour: 100 requests a minute on average.
        var late = requests.Where(r => r.At > Start.AddHours(2)).ToList();
        Most(late).ShouldBeLessThan(100);
    }

    [Fact]
    public void OutageOfAnHour_IsAskedByFew_AndEndsWithoutABurst()
    {
        var (down, up) = (Start.AddMinutes(30), Start.AddMinutes(90));
        var (requests, done) = Simulate(items: 2, hours: 3, lastSync: null, isDown: at => at >= down && at < up);

        requests.Count(r => r.At >= down && r.At < up).ShouldBeLessThan(100, "the breaker lets one tenant ask for all");
        Most([.. requests.Where(r => r.At >= up)]).ShouldBeLessThanOrEqualTo(Documented / 3);
        done.ShouldBe(Tenants);
    }

    // An event queue of tenants, each doing what SecretsSync does around the vault.
    private static (List<(DateTimeOffset At, int Count)> Requests, int Done) Simulate(int items, int hours, DateTimeOffset? lastSync, Func<DateTimeOffset, bool>? isDown = null)
    {
#pragma warning disable RS0030 // The same tenants in every run.
        var random = new Random(17);
#pragma warning restore RS0030
        var options = new VaultOptions();
        var wanted = new EffectiveVault
        {
            Binding = "b",
            RefreshInterval = TimeSpan.FromMinutes(10),
            RotationGrace = TimeSpan.Zero,
            MaxStaleness = TimeSpan.FromHours(1),
            OnDeleted = VaultDeletion.Retain,
            Reload = SecretReload.Files,
            Items = [.. Enumerable.Range(0, items).Select(i => new EffectiveVaultItem($"f{i}", $"s{i}", null))],
        };
        var mounted = lastSync is null ? null : new MountedSet([.. wanted.Items.Select(i => new MountedFile(i.File, i.Secret, new SecretValue("v", [])))]);
        var gate = new GateState { Tokens = options.Burst, Counted = Start };
        var queue = new PriorityQueue<(int Tenant, int Failures), DateTimeOffset>();
        for (var tenant = 0; tenant < Tenants; tenant++)
            queue.Enqueue((tenant, 0), SecretsSchedule.First(Start, wanted, mounted, lastSync, random.NextDouble()));
        var requests = new List<(DateTimeOffset At, int Count)>();
        var lastGood = new Dictionary<int, DateTimeOffset>();
        while (queue.TryDequeue(out var turn, out var now) && now < Start.AddHours(hours))
        {
            (gate, var wait) = gate.Enter(now, items, options.RequestsPerSecond, options.Burst);
            if (wait > TimeSpan.Zero)
            {
                queue.Enqueue(turn, now + wait + (TimeSpan.FromSeconds(5) * random.NextDouble()));
                continue;
            }

            var problem = isDown?.Invoke(now) == true ? new VaultProblem("VaultUnavailable", "down") : null;
            requests.Add((now, problem is null ? items : 1));
            gate = gate.After(now, problem, random.NextDouble());
            if (problem is null)
                lastGood[turn.Tenant] = now;
            queue.Enqueue(
                (turn.Tenant, problem is null ? 0 : turn.Failures + 1),
                problem is null ? SecretsSchedule.AfterSuccess(now, wanted, random.NextDouble()) : SecretsSchedule.AfterFailure(now, wanted, turn.Failures + 1, null, random.NextDouble()));
        }

        return (requests, lastGood.Count(l => l.Value > Start.AddHours(hours) - TimeSpan.FromHours(1)));
    }

    private static int Most(List<(DateTimeOffset At, int Count)> requests)
    {
        var (most, sum, first) = (0, 0, 0);
        foreach (var (at, count) in requests)
        {
            sum += count;
            while (requests[first].At <= at - Window)
                sum -= requests[first++].Count;
            most = Math.Max(most, sum);
        }

        return most;
    }
}
