using k8s.Autorest;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Pipeline;

namespace McpTenants.Operator.Sleep;

/// <summary>One attempt to put an idle tenant to sleep: every gateway consents and holds what comes, the scale is written, everybody hears how it went.</summary>
/// <param name="gateways">The admin ports of the gateways that there are now.</param>
/// <param name="client">Reaches them.</param>
/// <param name="scaler">Writes the scale.</param>
/// <param name="time">The clock of the consents.</param>
internal sealed class SleepRound(Func<IReadOnlyList<Uri>> gateways, GatewayClient client, Scaler scaler, TimeProvider time)
{
    /// <summary>Tries it once. It throws when the outcome is not known.</summary>
    /// <param name="tenantNamespace">Where the instance is.</param>
    /// <param name="tenantUid">The tenant.</param>
    /// <param name="asked">The gateways that said that it is idle.</param>
    /// <param name="cancellationToken">The operator ends.</param>
    /// <returns>False when it stays awake.</returns>
    public async Task<bool> TryAsync(string tenantNamespace, string tenantUid, IReadOnlyList<Uri> asked, CancellationToken cancellationToken)
    {
        // Read before the gateways hold: whoever wakes the tenant after that changes its resourceVersion, and our write loses.
        var scale = await scaler.ReadAsync(tenantNamespace, cancellationToken);
        // No gateway can have been asked before this moment, so no consent ends before the lease counted from here.
        var began = time.GetTimestamp();
        bool? slept = false;
        try
        {
            if (await client.TellAllAsync(asked, tenantUid, "drain", cancellationToken) && SameGateways(asked) && Left(began) is var left && left > TimeSpan.Zero)
            {
                slept = null;
                slept = await WriteAsync(tenantNamespace, scale, left, cancellationToken);
            }
        }
        catch (HttpOperationException e) when (IsRefusal((int)e.Response.StatusCode))
        {
            slept = false;
            throw;
        }
        finally
        {
            // When nobody knows, nobody may say that the pod stays: the gateways read the scale themselves as soon as their consent ends. What is known
            // is said even by an operator that is being stopped, because requests are being held until then.
            if (slept is { } known)
            {
                await client.TellAllAsync(asked, tenantUid, known ? "asleep" : "abort", CancellationToken.None);
            }
        }

        return slept == true;
    }

    // A gateway that came up between asking and writing was never asked to hold.
    private bool SameGateways(IReadOnlyList<Uri> before) => gateways().ToHashSet().SetEquals(before);

    private TimeSpan Left(long began) => SleepProtocol.ConsentLease - SleepProtocol.WriteMargin - time.GetElapsedTime(began);

    private async Task<bool> WriteAsync(string tenantNamespace, V1Scale scale, TimeSpan left, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await scaler.WriteAsync(tenantNamespace, scale, 0, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The gateways' consent to a sleep was about to end before the scale was written.", e);
        }
    }

    // 408 and 5xx: the server, or somebody in front of it, gave up waiting; what it waited for may still have happened.
    private static bool IsRefusal(int status) => status is >= 400 and < 500 and not 408;
}
