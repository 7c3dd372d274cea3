using System.Globalization;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure;
using Azure.Identity;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Vaults.Access;

/// <summary>
/// From an exception of Azure's clients to a problem. Their messages quote headers and bodies, so none of them is passed on: only the status, and codes that
/// look like codes.
/// </summary>
internal static partial class VaultFailures
{
    /// <summary>The problem, or null when the exception is none of a read.</summary>
    public static VaultProblem? Of(Exception exception, string secret) => exception switch
    {
        _ when Inner<VaultException>(exception) is { } ours => ours.Problem,
        RequestFailedException { Status: > 0 } answer => Answer(answer, secret),
        AuthenticationFailedException login => Login(login),

        // The client's own check: the resource of the challenge is no parent of the vault's host.
        InvalidOperationException => new VaultProblem(Reasons.VaultChallengeRefused, "The vault's challenge names a resource that the vault does not belong to; it got no token."),
        _ when Inner<AuthenticationException>(exception) is not null => Unavailable("its certificate is not trusted"),
        RequestFailedException or HttpRequestException or IOException => Unavailable("the connection failed"),
        JsonException or FormatException => Unavailable("its answer cannot be read"),
        OperationCanceledException or TimeoutException => Unavailable("it did not answer in time"),
        AggregateException { InnerException: { } inner } => Of(inner, secret),
        _ => null,
    };

    private static VaultProblem Answer(RequestFailedException e, string secret)
    {
        var (code, inner) = Codes(e);
        return (e.Status, code, inner) switch
        {
            (404, "SecretNotFound", _) => new VaultProblem(Reasons.SecretNotFound, $"Secret {secret} is not in the vault."),
            (403, _, "SecretDisabled") => new VaultProblem(Reasons.SecretDisabled, $"Secret {secret} is disabled in the vault."),
            (403, _, _) => new VaultProblem(Reasons.VaultForbidden, $"The vault refuses secret {secret} to the identity{In(inner ?? code)}."),
            (401, _, _) => new VaultProblem(Reasons.VaultUnauthorized, $"The vault does not accept the identity's token{In(code)}."),
            (429, _, _) => new VaultProblem(Reasons.VaultThrottled, "The vault gets too many requests.", RetryAfter(e.GetRawResponse())),
            _ => Unavailable($"it answered {e.Status.ToString(CultureInfo.InvariantCulture)}{In(code)}") with { RetryAfter = RetryAfter(e.GetRawResponse()) },
        };
    }

    private static VaultProblem Login(AuthenticationFailedException e)
    {
        // The code stands in the message of one of the inner exceptions, which differ by the kind of credential.
        var code = Chain(e).Select(inner => DirectoryCode().Match(inner.Message)).FirstOrDefault(m => m.Success) is { } match ? $": {match.Value}"
            : Inner<OperationCanceledException>(e) is not null ? ": no answer in time" : "";
        return new VaultProblem(Reasons.VaultIdentityUnavailable, $"The directory gave the identity no token{code}.");
    }

    private static VaultProblem Unavailable(string why) => new(Reasons.VaultUnavailable, $"The vault cannot be read: {why}.");

    private static TimeSpan? RetryAfter(Response? response) =>
        response is null || !response.Headers.TryGetValue("Retry-After", out var text) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Min(seconds, 3600))
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && response.Headers.Date is { } sent && at > sent
            ? TimeSpan.FromSeconds(Math.Min((at - sent).TotalSeconds, 3600))
        : null;

    private static (string? Code, string? Inner) Codes(RequestFailedException e)
    {
        try
        {
            if (e.GetRawResponse()?.Content is not { } content)
                return (Code(e.ErrorCode), null);
            using var body = JsonDocument.Parse(content.ToMemory());
            var error = body.RootElement.GetProperty("error");
            var inner = error.TryGetProperty("innererror", out var nested) && nested.ValueKind == JsonValueKind.Object && nested.TryGetProperty("code", out var text) ? text.GetString() : null;
            return (Code(error.GetProperty("code").GetString()), Code(inner));
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // Not the service's own answer: some proxy's, or a broken one.
            return (null, null);
        }
    }

    private static string? Code(string? text) => text is not null && ErrorCode().IsMatch(text) ? text : null;

    private static string In(string? code) => code is null ? "" : $" ({code})";

    private static T? Inner<T>(Exception exception)
        where T : Exception => Chain(exception).OfType<T>().FirstOrDefault();

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
            yield return e;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9]{1,64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex ErrorCode();

    [GeneratedRegex(@"AADSTS[0-9]{4,8}", RegexOptions.NonBacktracking)]
    private static partial Regex DirectoryCode();
}
