using System.Diagnostics;
using Kubernetes.Runtime.Metrics;
using Microsoft.Extensions.Logging;

namespace Kubernetes.Runtime.Controllers;

/// <summary>Log scope and activity of one reconcile: every line written inside carries which object and which run it was.</summary>
internal sealed class ReconcileTrace : IDisposable
{
    private static readonly ActivitySource s_source = new(RuntimeMetrics.MeterName);
    private readonly IDisposable? _scope;
    private readonly Activity? _activity;

    private ReconcileTrace(IDisposable? scope, Activity? activity)
    {
        _scope = scope;
        _activity = activity;
    }

    public static ReconcileTrace Start(string controller, NamespacedName key, long? generation, ILogger log)
    {
        KeyValuePair<string, object?>[] fields =
        [
            new("controller", controller),
            new("namespace", key.Namespace),
            new("name", key.Name),
            new("generation", generation),
            new("reconcileId", Guid.NewGuid().ToString("N")),
        ];
        var activity = s_source.StartActivity("reconcile", ActivityKind.Internal, parentContext: default, fields);
        return new ReconcileTrace(log.BeginScope(fields), activity);
    }

    public void End(ReconcileResult result)
    {
        _activity?.SetTag("result", result.ToString());
        if (result is ReconcileResult.Failed or ReconcileResult.Terminal or ReconcileResult.TimedOut)
            _activity?.SetStatus(ActivityStatusCode.Error);
    }

    public void Dispose()
    {
        _activity?.Dispose();
        _scope?.Dispose();
    }
}
