using McpTenants.Audit;
using McpTenants.Instance.Tools;

namespace McpTenants.Instance.Connectors.Credentials;

/// <summary>
/// Puts one record behind every use of a credential: whose call it was for, which credential by name, towards whom, and how it ended. Where the tenant's
/// policy is to fail closed, nothing is sent that could not be recorded.
/// </summary>
internal sealed class CredentialAudit(IAuditTrail trail, TimeProvider time)
{
    /// <param name="credential">Name of the credential.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="origin">The call that needs it.</param>
    /// <param name="send">Sends it.</param>
    /// <param name="isRefused">Whether an answer says that the credential was not accepted.</param>
    /// <exception cref="AuditUnavailableException">The use cannot be recorded, or could not be.</exception>
    public async Task<T> UseAsync<T>(string credential, Uri target, CallOrigin origin, Func<Task<T>> send, Func<T, bool> isRefused)
    {
        await trail.EnsureWritableAsync(CancellationToken.None).ConfigureAwait(false);
        var started = time.GetTimestamp();
        T answer;
        try
        {
            answer = await send().ConfigureAwait(false);
        }
        catch
        {
            // Also when the caller left: the credential may have arrived.
            await RecordAsync("Failed").ConfigureAwait(false);
            throw;
        }
        try
        {
            await RecordAsync(isRefused(answer) ? "Refused" : "Ok").ConfigureAwait(false);
            return answer;
        }
        catch (AuditUnavailableException)
        {
            (answer as IDisposable)?.Dispose();
            throw;
        }

        Task RecordAsync(string outcome) => trail.RecordAsync(
            new AuditEntry
            {
                Event = AuditEvents.Credential,
                Tool = origin.Tool,
                Outcome = outcome,
                Subject = origin.Subject,
                Duration = time.GetElapsedTime(started),
                Correlation = origin.Correlation,
                IsChange = false, // The record of the call comes behind it: where that one is waited for, both are.
                Credential = credential,
                Target = target.IdnHost,
            },
            CancellationToken.None);
    }
}
