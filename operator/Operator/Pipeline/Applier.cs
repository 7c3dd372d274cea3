using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Operator.Diff;
using McpTenants.Operator.Plan;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Pipeline;

/// <summary>Writes changes in the order of the plan. The first failure ends the pass, so no later stage runs ahead of an earlier one.</summary>
internal sealed partial class Applier(IKubernetesClient client, ILogger<Applier> logger)
{
    // Rights from a new RoleBinding reach the API server's authorizer through its own watch.
    private static readonly TimeSpan RightsDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>Writes the changes.</summary>
    public async Task<ApplyOutcome> ApplyAsync(IReadOnlyList<Change> changes, CancellationToken cancellationToken)
    {
        var written = new List<Change>();
        var stage = Stage.Namespace;
        foreach (var change in changes.Where(c => c is not Change.Keep))
        {
            stage = StageOf(change) ?? stage;
            try
            {
                await WriteAsync(change, cancellationToken);
                written.Add(change);
                LogWritten(change.Key, change.GetType().Name, (change as Change.Apply)?.Path ?? "");
            }
            catch (ForeignObjectException e)
            {
                return Failed(written, new ApplyFailure(stage, Reasons.NamespaceConflict, e.Message));
            }
            catch (HttpOperationException e) when (!e.IsTooManyRequests() && (int)e.Response.StatusCode is >= 400 and < 500)
            {
                return Failed(written, Explain(change, stage, e, written));
            }
        }

        return new ApplyOutcome { Written = written };
    }

    private async Task WriteAsync(Change change, CancellationToken cancellationToken)
    {
        switch (change)
        {
            case Change.Create create:
                await create.Planned.CreateAsync(client, cancellationToken);
                break;
            case Change.Apply apply when IsUnder(apply.Path, apply.Planned.ImmutableField):
                await apply.Planned.DeleteAsync(client, apply.Live, cancellationToken);
                await apply.Planned.CreateAsync(client, cancellationToken);
                break;
            case Change.Apply apply:
                if (IsUnder(apply.Path, apply.Planned.ExactField))
                {
                    await apply.Planned.ReplaceExactFieldAsync(client, apply.Live, cancellationToken);
                }

                await apply.Planned.ApplyAsync(client, apply.Live, cancellationToken);
                break;
            case Change.Prune prune:
                await Pruning.DeleteAsync(client, prune.Key, prune.Live, cancellationToken);
                break;
        }
    }

    private static ApplyFailure Explain(Change change, Stage stage, HttpOperationException e, List<Change> written)
    {
        var message = $"{change.Key}: {e.Status()?.Message ?? e.Message}";
        return e switch
        {
            // The namespace may have begun to terminate after this pass looked.
            _ when e.IsForbidden() && message.Contains("because it is being terminated", StringComparison.Ordinal) =>
                new ApplyFailure(stage, Reasons.NamespaceTerminating, message, TimeSpan.FromSeconds(5)),
            _ when e.IsForbidden() => new ApplyFailure(stage, Reasons.Forbidden, message, JustBound(written) ? RightsDelay : null),

            // Somebody else was faster; the next pass sees what is there now.
            _ when e.IsConflict() || e.IsNotFound() => new ApplyFailure(stage, Reasons.Pending, message, RightsDelay),
            _ when e.IsUnprocessable() => new ApplyFailure(stage, Reasons.Rejected, message),
            _ => new ApplyFailure(stage, Reasons.WriteFailed, message),
        };
    }

    private static bool JustBound(List<Change> written) =>
        written.Any(c => c.Key is { Kind: V1RoleBinding.KubeKind, Name: McpTenantNames.OperatorBinding });

    private static Stage? StageOf(Change change) => change switch
    {
        Change.Create c => c.Planned.Stage,
        Change.Apply a => a.Planned.Stage,
        _ => null,
    };

    private static bool IsUnder(string path, string? field) =>
        field is not null && (path == "/" + field || path.StartsWith($"/{field}/", StringComparison.Ordinal));

    private static ApplyOutcome Failed(List<Change> written, ApplyFailure failure) => new() { Written = written, Failure = failure };

    [LoggerMessage(1, LogLevel.Information, "{Change} {Key} {Path}")]
    private partial void LogWritten(ObjectKey key, string change, string path);
}
