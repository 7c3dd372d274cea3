namespace KeyVaultEmulator.Hosting;

/// <summary>A request that came in, for whoever counts them. No token, no value.</summary>
/// <param name="At">When.</param>
/// <param name="Host">Host it was for.</param>
/// <param name="Method">Method.</param>
/// <param name="Path">Path without query.</param>
/// <param name="Caller">Object id of the caller; null when it was not known.</param>
/// <param name="Status">Status of the answer.</param>
internal sealed record SeenRequest(DateTimeOffset At, string Host, string Method, string Path, Guid? Caller, int Status);
