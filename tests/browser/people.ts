// Everybody and everything here is invented; the numbers have valid check characters, and the area
// code 99 belongs to no place.

export const organization = {
  name: '湖南示例建设有限公司',
  creditCode: '91430100MA4L0AAA0T',
  address: '湖南省长沙市岳麓区示例大道一百号',
};

export const legal = {
  name: '王示例',
  idNumber: '990101197805120038',
  mobile: '13900000011',
};

export const agent = {
  name: '李演示',
  idNumber: '990101199203040021',
  mobile: '13900000012',
  email: 'agent@example.com',
};

/** Whom a 机构个人证书 names. */
export const holder = {
  name: '赵样例',
  idNumber: '990101198807070032',
  mobile: '13900000013',
};

/** Applies for himself. */
export const person = {
  name: '孙样例',
  idNumber: '99010119951203002X',
  mobile: '13900000014',
  email: 'person@example.com',
};

export const delivery = {
  province: '湖南省',
  city: '长沙市',
  district: '岳麓区',
  address: '示例大道一百号八楼',
  postcode: '410000',
};

export const relyingApplication = '湖南省公共资源交易服务平台';
