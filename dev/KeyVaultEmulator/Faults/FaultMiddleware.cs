using System.Globalization;
using KeyVaultEmulator.Vault;

namespace KeyVaultEmulator.Faults;

/// <summary>Makes the faults happen.</summary>
internal static class FaultMiddleware
{
    /// <summary>True when the request is over.</summary>
    public static async Task<bool> ApplyAsync(Fault? fault, HttpContext context, TimeProvider time)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Delay:
                await Task.Delay(fault.Delay, time, context.RequestAborted);
                return false;
            case FaultKind.Reset:
                context.Abort();
                return true;
            case FaultKind.Truncate:
                context.Response.ContentType = "application/json; charset=utf-8";
                context.Response.ContentLength = 512;
                await context.Response.WriteAsync("{\"value\":\"", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
                return true;
            case FaultKind.Status:
                if (fault.RetryAfter is { } seconds)
                    context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                await WriteAsync(context, fault.Status == 429 ? VaultError.Throttled() : new VaultError(fault.Status, "ServiceError", "The service has a problem."));
                return true;
            case FaultKind.NotFound:
                await WriteAsync(context, VaultError.NotFound("blink"));
                return true;
            default:
                return false;
        }
    }

    private static Task WriteAsync(HttpContext context, VaultError error)
    {
        context.Response.StatusCode = error.Status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(error.ToJson().ToJsonString(), context.RequestAborted);
    }
}
