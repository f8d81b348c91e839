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

variable "vpc_id" {
  description = "VPC of the bastion."
  type        = string
}

variable "subnet_ids" {
  description = "Where it may run. A public subnet needs the endpoints ssm and ssmmessages, since the bastion has no public address."
  type        = list(string)
}

variable "data_client_security_group_id" {
  description = "Group that the stores let in; the bastion wears it, so that sessions can be forwarded to a store."
  type        = string
}

variable "instance_type" {
  description = "Arm instance type."
  type        = string
  default     = "t4g.nano"

  validation {
    condition     = can(regex("^(t4g|m[67]g|c[67]g)\\.", var.instance_type))
    error_message = "The image of the bastion is for Arm: use a type such as t4g.nano."
  }
}

variable "session_log_group_arn" {
  description = "Log group to which Session Manager writes what was typed; null writes nothing."
  type        = string
  default     = null
}
