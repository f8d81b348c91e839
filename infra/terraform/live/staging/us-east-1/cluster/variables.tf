variable "account_id" {
  description = "AWS account of this environment; every other one is refused."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must be 12 digits: `aws sts get-caller-identity --query Account`."
  }
}

variable "domain_name" {
  description = "Domain of the environment, as in live/global."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "Give a domain name in lower case without a trailing dot, such as horizon.example."
  }
}

variable "api_access_cidrs" {
  description = "Addresses that reach the Kubernetes API over the internet: the office, and nat_public_ips of the environments whose ops-server or runners look at this cluster. Empty: from inside the VPC alone."
  type        = list(string)
  default     = []
}

variable "people_role_arns" {
  description = "Roles of IAM Identity Center by Kubernetes group (horizon:viewer, horizon:operator, horizon:oncall, horizon:manager, horizon:admin)."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for group in keys(var.people_role_arns) : contains(["horizon:viewer", "horizon:operator", "horizon:oncall", "horizon:manager", "horizon:admin"], group)])
    error_message = "Groups are horizon:viewer, operator, oncall, manager and admin: the ones that k8s/base/role-bindings binds."
  }
}

variable "administrator_role_arns" {
  description = "Roles of people who install and mend the cluster, by a name for each: they may do everything in it. No machine is among them."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for arn in values(var.administrator_role_arns) : can(regex("^arn:aws:iam::[0-9]{12}:role/", arn)) && !can(regex("-github-", arn))])
    error_message = "Name roles of people, arn:aws:iam::<account>:role/<name>: deployments have the group horizon:deployer."
  }
}
