namespace McpTenants.Operator.Pipeline;

/// <summary>A pass ended at a write that failed. The tenant's conditions say the same; this makes the queue try again, later and later.</summary>
internal sealed class ApplyFailedException(ApplyFailure failure) : Exception($"{failure.Stage}: {failure.Reason}: {failure.Message}");
