using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Kubernetes.Runtime.Caching.Reflection;

/// <summary>Pure: which recovery fits which failure. Follows client-go's reflector, with 503 treated as the unreachable server that it is.</summary>
internal static class FailureClassifier
{
    /// <summary>Internal errors in a row that only cost a watch; after that the state is listed again.</summary>
    public const int MaxInternalErrors = 5;

    private const string TooLargeVersion = "Too large resource version";

    public static Recovery Classify(Exception failure, int internalErrorsBefore) => failure switch
    {
        HttpOperationException http => Classify((int)http.Response.StatusCode, http.Status(), http.Response.RetryAfter, internalErrorsBefore),
        KubernetesException watch => Classify(watch.Status, internalErrorsBefore),
        HttpRequestException or IOException or OperationCanceledException => new Recovery(RecoveryAction.WatchAgain),
        _ => new Recovery(RecoveryAction.Relist),
    };

    public static Recovery Classify(V1Status status, int internalErrorsBefore)
        => Classify(status.Code ?? 0, status, Seconds(status.Details?.RetryAfterSeconds), internalErrorsBefore);

    public static bool IsInternalError(Exception failure) => failure switch
    {
        HttpOperationException http => http.Response.StatusCode == HttpStatusCode.InternalServerError,
        KubernetesException watch => watch.Status.Code == (int)HttpStatusCode.InternalServerError,
        _ => false,
    };

    private static Recovery Classify(int code, V1Status? status, TimeSpan? retryAfter, int internalErrorsBefore)
    {
        if (code == (int)HttpStatusCode.Gone || status?.Reason is "Expired" or "Gone" || IsTooLargeVersion(status))
            return new Recovery(RecoveryAction.RelistNewest, RetryAfter: retryAfter);
        return code switch
        {
            (int)HttpStatusCode.TooManyRequests or (int)HttpStatusCode.ServiceUnavailable => new Recovery(RecoveryAction.WatchAgain, RetryAfter: retryAfter),
            (int)HttpStatusCode.InternalServerError when internalErrorsBefore < MaxInternalErrors
                => new Recovery(RecoveryAction.WatchAgain, RetryAfter: retryAfter),
            _ => new Recovery(RecoveryAction.Relist, RetryAfter: retryAfter),
        };
    }

    // The server lags behind what we have seen (another replica answered, or a backup was restored). Old servers send no cause, only the text.
    private static bool IsTooLargeVersion(V1Status? status)
        => status?.Details?.Causes?.Any(c => c.Reason == "ResourceVersionTooLarge") == true
            || status?.Message?.Contains(TooLargeVersion, StringComparison.OrdinalIgnoreCase) == true;

    private static TimeSpan? Seconds(int? seconds) => seconds is > 0 ? TimeSpan.FromSeconds(seconds.Value) : null;
}
