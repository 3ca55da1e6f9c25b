import { type Methods, page } from '../method.ts';

/** The company's structure: one department, headed by its owner. */
export const departmentMethods: Methods = {
  'department.get': {
    scopes: ['department'],
    run: ({ start }) => page([{ ID: '1', NAME: 'Company', SORT: 500, UF_HEAD: '1' }], start),
  },
};
