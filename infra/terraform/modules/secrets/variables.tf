variable "name" {
  description = "Prefix of every name, e.g. horizon-production."
  type        = string

  validation {
    condition     = can(regex("^horizon-[a-z]+$", var.name))
    error_message = "The name must be \"horizon-\" and the environment, e.g. horizon-staging: names of roles, secrets and dashboards are built from it."
  }
}

variable "environment" {
  description = "Environment that the resources belong to."
  type        = string

  validation {
    condition     = contains(["staging", "production", "dr"], var.environment)
    error_message = "The environment must be staging, production or dr. A new environment is a new folder under infra/terraform/live, and an entry here."
  }
}

variable "secrets" {
  description = "Secrets by name below the environment (`<environment>/<name>`), with what each holds. Only names are here: values come from people, rotations or `values`."
  type        = map(string)

  validation {
    condition     = alltrue([for secret, description in var.secrets : can(regex("^[a-z][a-z0-9-]*(/[a-z][a-z0-9-]*)*$", secret)) && length(description) > 0])
    error_message = "Name secrets in lower case with dashes and slashes, such as api-gateway/jwt, and say what each holds."
  }
}

variable "values" {
  description = "Values of secrets that Terraform makes, by name: ephemeral, so they are in no plan and no state."
  type        = map(string)
  default     = {}
  ephemeral   = true
  sensitive   = true
}

variable "value_versions" {
  description = "Which secrets have a value in `values`, and its version: raise it to write a new one."
  type        = map(number)
  default     = {}

  validation {
    condition     = alltrue([for secret in keys(var.value_versions) : contains(keys(var.secrets), secret)])
    error_message = "Every key of value_versions must be one of secrets."
  }
}

variable "replica_region" {
  description = "Region that each secret is copied to; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.replica_region != null || var.environment != "production"
    error_message = "Production copies its secrets to the DR region: set replica_region to us-west-2."
  }
}

variable "recovery_window_days" {
  description = "Days in which a deleted secret can be brought back."
  type        = number
  default     = 30

  validation {
    condition     = var.recovery_window_days >= 7 && var.recovery_window_days <= 30
    error_message = "Secrets Manager keeps a deleted secret for 7 to 30 days."
  }
}
