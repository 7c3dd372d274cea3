namespace k8s;

/// <summary>A kubeconfig cannot be used. The message names the file and the field.</summary>
/// <param name="message">What is wrong and where.</param>
/// <param name="innerException">The cause, when there is one.</param>
public class KubeConfigException(string message, Exception? innerException = null) : Exception(message, innerException);
