using McpTenants.Audit;
using McpTenants.Instance.Tools;

namespace McpTenants.Instance.Connectors.Credentials;

/// <summary>
/// OAuth 2.0 client credentials (RFC 6749, 4.4). One request at a time whatever the number of callers; renewal begins before expiry while the last good token
/// goes on serving; while the authorization server is down, callers get an error at once and the server is asked ever more rarely, up to once a minute.
/// </summary>
/// <param name="name">What records call the token.</param>
/// <param name="fetch">Asks the authorization server on behalf of a call.</param>
/// <param name="time">The clock.</param>
/// <param name="chance">Numbers from 0 to 1.</param>
internal sealed class ClientCredentials(string name, Func<CallOrigin, Task<AccessToken>> fetch, TimeProvider time, Func<double> chance) : ICredential
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(5);

    // Guards the fields below; never held while waiting.
    private readonly Lock gate = new();
    private AccessToken? token;
    private Task<AccessToken>? pending;
    private DateTimeOffset fetched = DateTimeOffset.MinValue;
    private int failures;
    private DateTimeOffset notBefore = DateTimeOffset.MinValue;
    private string problem = "";

    public string Name => name;

    public async Task<SecretHeader> GetAsync(CallOrigin origin, CancellationToken cancellationToken)
    {
        Task<AccessToken> next;
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (token is not null && now >= token.Expires)
                token = null;
            if (token is not null && now < token.RenewAt)
                return Header(token);
            if (pending is null && now < notBefore)
                return token is not null ? Header(token) : throw NotNow(now);
            next = pending ??= Begin(origin);
            if (token is not null)
                return Header(token);
        }
        // A caller that goes away does not take the renewal with it: others wait for the same one.
        return Header(await next.WaitAsync(cancellationToken).ConfigureAwait(false));
    }

    public bool TryRenew(SecretHeader refused)
    {
        lock (gate)
        {
            if (token?.Value != refused.Secret)
                return true;
            // A service that refuses even new tokens must not turn every call into a request for another one.
            if (time.GetUtcNow() - fetched < ShortestLife)
                return false;
            token = null;
            return true;
        }
    }

    private Task<AccessToken> Begin(CallOrigin origin)
    {
        var renewal = RenewAsync(origin);
        // A renewal that nobody waits for, because the last token still serves, must not surface as an unobserved exception.
        _ = renewal.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return renewal;
    }

    private async Task<AccessToken> RenewAsync(CallOrigin origin)
    {
        // Away from the lock, which the caller holds.
        await Task.Yield();
        try
        {
            var fresh = await fetch(origin).ConfigureAwait(false);
            lock (gate)
                (token, pending, failures, notBefore, fetched) = (fresh, null, 0, DateTimeOffset.MinValue, time.GetUtcNow());
            return fresh;
        }
        catch (AuditUnavailableException)
        {
            // Says nothing about the authorization server, so it is asked again as soon as uses can be recorded.
            lock (gate)
                pending = null;
            throw;
        }
        catch (Exception e)
        {
            lock (gate)
            {
                var now = time.GetUtcNow();
                (pending, problem, notBefore) = (null, e is UpstreamException ? e.Message : "No access token can be had.", now + Pause(failures++, chance()));
                throw NotNow(now, e);
            }
        }
    }

    private UpstreamException NotNow(DateTimeOffset now, Exception? cause = null) =>
        new($"{problem} Nothing was sent to the service; try again in {Math.Ceiling((notBefore - now).TotalSeconds)} s.", cause);

    private static TimeSpan Pause(int failures, double chance)
    {
        var pause = FirstPause * (1 << Math.Min(failures, 6));
        return (pause < LongestPause ? pause : LongestPause) * (0.8 + (0.2 * chance));
    }

    private static SecretHeader Header(AccessToken token) => new("Authorization", "Bearer " + token.Value, token.Value);
}
